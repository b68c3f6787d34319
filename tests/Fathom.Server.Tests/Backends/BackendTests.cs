using System.Text.Json.Nodes;
using Fathom.Backends.Tests;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests.Backends;

/// <summary>A model elsewhere in the place of the one in this process, chosen while the server runs.</summary>
public sealed class BackendTests
{
    private const string Uri = "file:///w/A.cs";
    private const string Secret = "sk-secret-of-the-test";

    [Fact]
    public async Task A_back_end_comes_and_goes_without_a_restart()
    {
        FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("2", ";"));
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        Assert.Equal("int x = 1;", await SuggestAsync(client, "int x = "));

        Choose(client, $$"""{"kind":"llama.cpp","url":"{{server.Url}}"}""");
        string elsewhere = await SuggestAsync(client, "int y = ");
        JsonNode ready = await StatusAsync(client);
        await server.DisposeAsync();
        string dead = await SuggestAsync(client, "int z = ");
        JsonNode failed = await StatusAsync(client);
        Choose(client, """{"kind":"embedded"}""");
        string back = await SuggestAsync(client, "int a = ");
        JsonNode again = await StatusAsync(client);

        Assert.Equal("int y = 2;", elsewhere);
        Assert.StartsWith("llama.cpp at 127.0.0.1:", ready["model"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("", dead);
        Assert.Equal("Error", failed["kind"]!.ToString());
        Assert.StartsWith("Nothing listens at 127.0.0.1:", failed["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("int a = 1;", back);
        Assert.Equal("Normal", again["kind"]!.ToString());
    }

    [Fact]
    public async Task A_back_end_that_cannot_be_used_is_said_once_and_nothing_is_sent()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        Choose(client, $$"""{"kind":"openai","url":"http://models.example.com","model":"m","key":"{{Secret}}"}""");
        JsonObject logged = await client.ReadUntilAsync(message => message["method"]?.ToString() == "window/logMessage");
        JsonNode status = await StatusAsync(client);

        const string sentence = "The key is not sent to models.example.com in the clear; set fathom.backend.url (--url) to an address that begins with https://.";
        Assert.Equal(sentence, logged["params"]!["message"]!.ToString());
        Assert.Equal(("Error", sentence), (status["kind"]!.ToString(), status["message"]!.ToString()));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(500)]
    public async Task The_key_is_in_no_log_and_no_message(int status)
    {
        await using FakeServer server = await FakeServer.FailingAsync(status, $$"""{"error":{"message":"bad key {{Secret}}"} }""");
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        Choose(client, $$"""{"kind":"openai","url":"{{server.Url}}","model":"m","key":"{{Secret}}"}""");
        await SuggestAsync(client, "int x = ");
        await client.ReadUntilAsync(message => message["method"]?.ToString() == "window/logMessage");
        await StatusAsync(client);
        await client.RequestAsync("fathom/explainLast", "{}");

        Assert.Equal($"Bearer {Secret}", server.Requests.First().Authorization);
        Assert.NotEmpty(client.Log);
        Assert.DoesNotContain(client.Log, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(client.Received, message => message.ToJsonString().Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_embedded_model_needs_no_network_whatever_else_is_set()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("2;"));
        await using TestClient client = await TestClient.StartAsync(
            ScriptedModel.Saying("1;"), $$"""{"backend":{"kind":"embedded","url":"{{server.Url}}","model":"m","key":"{{Secret}}"} }""");

        string suggested = await SuggestAsync(client, "int x = ");

        Assert.Equal("int x = 1;", suggested);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_back_end_named_at_the_start_keeps_the_embedded_model_from_loading()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("2;"));
        bool isLoaded = false;
        await using var client = new TestClient(_ =>
        {
            isLoaded = true;
            return ScriptedModel.Saying("1;");
        });
        await client.RequestAsync(
            "initialize", $$$"""{"processId":null,"rootUri":"file:///w","capabilities":{},"initializationOptions":{"backend":{"kind":"llama.cpp","url":"{{{server.Url}}}"} } }""");
        client.Notify("initialized", "{}");
        await client.ReadyAsync();

        string suggested = await SuggestAsync(client, "int x = ");

        Assert.Equal("int x = 2;", suggested);
        Assert.False(isLoaded);
    }

    private static void Choose(TestClient client, string backend) =>
        client.Notify("workspace/didChangeConfiguration", $$$"""{"settings":{"fathom":{"timeBudgetMs":30000,"backend":{{{backend}}} } } }""");

    private static async Task<JsonNode> StatusAsync(TestClient client) => (await client.RequestAsync("fathom/status", "{}"))["result"]!;

    /// <summary>The suggestion at the end of a new text; empty where there is none.</summary>
    private static async Task<string> SuggestAsync(TestClient client, string text)
    {
        client.Open(Uri, text);
        JsonObject answer = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters(Uri, 0, text.Length));
        return answer["result"]!["items"]!.AsArray().Select(item => item!["insertText"]!.ToString()).FirstOrDefault() ?? "";
    }
}
