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
}
