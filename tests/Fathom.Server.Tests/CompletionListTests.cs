using System.Text.Json.Nodes;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests;

public sealed class CompletionListTests
{
    private const string Uri = "file:///w/A.cs";
    private const string Inline = """{"textDocument":{"inlineCompletion":{},"completion":{"dynamicRegistration":true}}}""";

    [Theory]
    [InlineData("{}", "{}", true)]
    [InlineData(Inline, "{}", false)]
    [InlineData(Inline, """{"completionItems":true}""", true)]
    [InlineData("{}", """{"completionItems":false}""", false)]
    public async Task Lists_are_offered_to_clients_without_inline_completion_or_that_ask(string capabilities, string options, bool isOffered)
    {
        await using var client = new TestClient(_ => ScriptedModel.Saying("1;"));

        JsonObject answer = await client.RequestAsync(
            "initialize", $$"""{"processId":null,"rootUri":null,"capabilities":{{capabilities}},"initializationOptions":{{options}}}""");

        Assert.Equal(isOffered, answer["result"]!["capabilities"]!["completionProvider"] is not null);
    }

    [Fact]
    public async Task Lists_that_are_asked_for_later_are_registered()
    {
        await using var client = new TestClient(_ => ScriptedModel.Saying("1;"));
        await client.RequestAsync("initialize", $$"""{"processId":null,"rootUri":null,"capabilities":{{Inline}} }""");
        client.Notify("initialized", "{}");

        client.Notify("workspace/didChangeConfiguration", """{"settings":{"fathom":{"completionItems":true}}}""");

        JsonObject asked = await client.ReadUntilAsync(message => message["method"]?.ToString() == "client/registerCapability");
        Assert.Equal("textDocument/completion", asked["params"]!["registrations"]![0]!["method"]!.ToString());
    }

    [Fact]
    public async Task The_item_begins_with_the_typed_word_and_ends_with_the_line()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("ices.Sum(1, 2);"));
        client.Open(Uri, "    int x = pr\n");

        JsonObject answer = await Complete(client, 0, 14);

        JsonNode item = answer["result"]!["items"]![0]!;
        Assert.True(answer["result"]!["isIncomplete"]!.GetValue<bool>());
        Assert.Equal(("prices.Sum(1, 2);", "prices.Sum(1, 2);", "Fathom"), (item["label"]!.ToString(), item["filterText"]!.ToString(), item["detail"]!.ToString()));
        Assert.Equal(
            """{"range":{"start":{"line":0,"character":12},"end":{"line":0,"character":14}},"newText":"prices.Sum(1, 2);"}""",
            item["textEdit"]!.ToJsonString());
        Assert.False(item["preselect"]!.GetValue<bool>());
        Assert.Equal(1, item["insertTextFormat"]!.GetValue<int>());
    }

    [Fact]
    public async Task Of_several_lines_the_first_is_offered_and_closers_stay()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("if (a > b)\n    {\n        return a;\n    }"));
        client.Open(Uri, "class A\n{\n    int F(int a, int b)\n    {\n    \n        return b;\n    }\n}\n");

        JsonObject answer = await Complete(client, 4, 4);

        Assert.Equal("if (a > b)", answer["result"]!["items"]![0]!["textEdit"]!["newText"]!.ToString());
    }

    [Fact]
    public async Task A_long_line_has_a_short_label()
    {
        string line = $"Sum({string.Join(", ", Enumerable.Range(100, 30))});";
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying(line));
        client.Open(Uri, "int x = \n");

        JsonNode item = (await Complete(client, 0, 8))["result"]!["items"]![0]!;

        Assert.Equal(80, item["label"]!.ToString().Length);
        Assert.Equal(line, item["textEdit"]!["newText"]!.ToString());
    }

    [Fact]
    public async Task Taking_the_item_counts_once()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("Sum(1, 2);"));
        client.Open(Uri, "int x = ");
        JsonNode item = (await Complete(client, 0, 8))["result"]!["items"]![0]!;

        client.Notify(
            "textDocument/didChange",
            """{"textDocument":{"uri":"file:///w/A.cs","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":8},"end":{"line":0,"character":8}},"text":"Sum(1, 2);"}]}""");
        await client.RequestAsync(
            "workspace/executeCommand",
            new JsonObject { ["command"] = item["command"]!["command"]!.DeepClone(), ["arguments"] = item["command"]!["arguments"]!.DeepClone() }.ToJsonString());

        JsonNode statistics = (await client.RequestAsync("fathom/statistics", "{}"))["result"]!;
        Assert.Equal((1, 10), (statistics["accepted"]!.GetValue<int>(), statistics["charactersAccepted"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Lists_and_inline_requests_do_not_supersede_each_other()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(Uri, "int x = ");

        int inline = client.Send("textDocument/inlineCompletion", TestClient.InlineParameters(Uri, 0, 8));
        JsonObject list = await Complete(client, 0, 8);

        Assert.Single(list["result"]!["items"]!.AsArray());
        Assert.Single((await client.AnswerAsync(inline))["result"]!["items"]!.AsArray());
    }

    private static Task<JsonObject> Complete(TestClient client, int line, int character) => client.RequestAsync(
        "textDocument/completion",
        $$$"""{"textDocument":{"uri":"{{{Uri}}}"},"position":{"line":{{{line}}},"character":{{{character}}}},"context":{"triggerKind":1}}""");
}
