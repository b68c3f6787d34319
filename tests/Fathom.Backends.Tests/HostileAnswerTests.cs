namespace Fathom.Backends.Tests;

/// <summary>Answers that no server should give are failures like others: one sentence, and a server that is left alone after it.</summary>
public sealed class HostileAnswerTests
{
    [Theory]
    [InlineData(400, """{"error":"\ud800"}""", "refuses the request (400)")]
    [InlineData(400, """{"error":{"message":"x\ud800"}}""", "refuses the request (400)")]
    [InlineData(400, """{"error":"x","\ud800":1}""", "refuses the request (400)")]
    [InlineData(200, "data: {\"error\":\"\\ud800\"}\n\n", "failed (500)")]
    [InlineData(200, "data: {\"error\":{\"code\":429,\"message\":\"\\ud800\"}}\n\n", "no more requests for now (429)")]
    [InlineData(200, "data: {\"choices\":[{\"text\":\"\\ud800\"}]}\n\n", "does not answer as openai does")]
    [InlineData(200, "data: [1]\n\n", "does not answer as openai does (an event has no choices)")]
    [InlineData(200, "data: {\"choices\":[5]}\n\n", "broke off in the middle of an answer")]
    public async Task A_text_that_is_no_unicode_and_values_of_other_types_are_one_sentence_and_one_request(int status, string body, string expected)
    {
        await using FakeServer server = await FakeServer.FailingAsync(status, body);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        BackendException first = await Ask.FailAsync(model);
        BackendException second = await Ask.FailAsync(model);

        Assert.Contains(expected, first.Message, StringComparison.Ordinal);
        Assert.Equal((first.Message, first.Message), (second.Message, model.Problem));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"data":[1]}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":[{"id":"\ud800"}]}""")]
    [InlineData("""{"data":[{"\ud800":"a"}]}""")]
    [InlineData("5")]
    public async Task A_list_of_models_without_a_name_that_can_be_read_is_empty(string body)
    {
        await using FakeServer server = await FakeServer.SayingAsync(body);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        Assert.Empty(await model.ModelNamesAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("""{"error":"\u001b]0;own\u0007\u001b[2Jboo"}""", "(400: ]0;own[2Jboo)")]
    [InlineData("""{"error":{"message":"two\r\n\u0085 lines\u202e"}}""", "(400: two lines)")]
    [InlineData("{\"error\":\"sk-secret\\u0000-of-the-test\"}", "(400: …)")]
    public async Task What_a_server_says_is_quoted_without_control_characters(string body, string expected)
    {
        await using FakeServer server = await FakeServer.FailingAsync(400, body);
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_names_of_models_are_quoted_without_control_characters()
    {
        await using FakeServer server = await FakeServer.SayingAsync("""{"data":[{"id":"a\u001b[2J"},{"id":"\u0007"}]}""");
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        Assert.Equal(["a[2J"], await model.ModelNamesAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(BackendKind.OpenAi, "data: ", "a line of it is longer than 4 MB")]
    [InlineData(BackendKind.Ollama, "{\"response\":\"", "a line of it is longer than 4 MB")]
    [InlineData(BackendKind.OpenAi, ": ", "it is longer than 16 MB", "\n")]
    [InlineData(BackendKind.Ollama, "", "it is longer than 16 MB", "\n")]
    public async Task An_answer_that_never_ends_is_given_up(BackendKind kind, string start, string expected, string lineEnd = "")
    {
        const int mostPieces = 1000;
        string piece = new string(lineEnd.Length > 0 && kind == BackendKind.Ollama ? '\n' : ' ', 100_000) + lineEnd;
        await using FakeServer server = await FakeServer.StartAsync(async (request, context) =>
        {
            for (int pieces = 0; pieces < mostPieces && !request.Aborted.IsCancellationRequested; pieces++)
            {
                await FakeServer.WriteAsync(context, lineEnd.Length > 0 || pieces == 0 ? start + piece : piece);
            }
        });
        await using var model = new RemoteCompletionModel(Ask.Settings(kind, server.Url));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.Equal(BackendFault.Answer, failure.Fault);
        Assert.Equal(failure.Message, model.Problem);
    }
}
