using System.Text.Json.Nodes;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests;

public sealed class InlineCompletionTests
{
    private const string Uri = "file:///w/A.cs";
    private const string Method = "textDocument/inlineCompletion";

    [Fact]
    public async Task An_item_replaces_one_line_from_its_start_and_reports_its_acceptance()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("Sum(1, 2);"));
        client.Open(Uri, "class A\r\n{\r\n    int x = \r\n}\r\n");

        JsonObject answer = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 2, 12));

        JsonNode item = answer["result"]!["items"]!.AsArray().Single()!;
        Assert.Equal("    int x = Sum(1, 2);", item["insertText"]!.ToString());
        Assert.Equal("""{"start":{"line":2,"character":0},"end":{"line":2,"character":12}}""", item["range"]!.ToJsonString());

        JsonObject accepted = await client.RequestAsync(
            "workspace/executeCommand",
            new JsonObject { ["command"] = item["command"]!["command"]!.DeepClone(), ["arguments"] = item["command"]!["arguments"]!.DeepClone() }.ToJsonString());
        JsonObject status = await client.RequestAsync("fathom/status", null);

        Assert.True(accepted.ContainsKey("result"));
        Assert.Equal("""{"accepted":1,"shown":1,"modelCalls":1}""", status["result"]!["counters"]!.ToJsonString());
    }

    [Fact]
    public async Task A_document_that_is_closed_again_at_once_is_not_prepared()
    {
        ScriptedModel model = ScriptedModel.Saying("1;");
        ScriptedModel elsewhere = ScriptedModel.Saying("1;");
        await using TestClient client = await TestClient.StartAsync(model);
        await using TestClient other = await TestClient.StartAsync(elsewhere);

        client.NotifyTogether(("textDocument/didOpen", TestClient.OpenParameters(Uri, "int x = ")), ("textDocument/didClose", $$$"""{"textDocument":{"uri":"{{{Uri}}}"}}"""));
        await client.RequestAsync("fathom/status", "{}");

        // Each document waits for the same moment, so that one that was opened later and stays open is prepared later.
        other.Open(Uri, "int x = ");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (elsewhere.Prompts.IsEmpty)
        {
            await Task.Delay(10, patience.Token);
        }

        Assert.Empty(model.Prompts);
    }

    [Fact]
    public async Task What_was_suggested_under_other_settings_is_not_shown_again()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(Uri, "int x = ");
        await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));
        JsonObject recalled = await client.RequestAsync("fathom/status", null);

        client.Notify("workspace/didChangeConfiguration", """{"settings":{"fathom":{"maxLines":5}}}""");
        await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));
        JsonObject status = await client.RequestAsync("fathom/status", null);

        Assert.Equal((1, 2), (recalled["result"]!["counters"]!["modelCalls"]!.GetValue<int>(), status["result"]!["counters"]!["modelCalls"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_newer_request_wins_and_the_older_is_answered_first()
    {
        await using TestClient client = await TestClient.StartAsync(new ScriptedModel(["1;"]) { Takes = TimeSpan.FromSeconds(2) });
        client.Open(Uri, "int x = ");

        int first = client.Send(Method, TestClient.InlineParameters(Uri, 0, 8));
        int second = client.Send(Method, TestClient.InlineParameters(Uri, 0, 8));
        int third = client.Send(Method, TestClient.InlineParameters(Uri, 0, 8));
        JsonObject newest = await client.AnswerAsync(third);
        JsonObject older = await client.AnswerAsync(second);
        JsonObject oldest = await client.AnswerAsync(first);

        Assert.Single(newest["result"]!["items"]!.AsArray());
        Assert.Equal(-32800, older["error"]!["code"]!.GetValue<int>());
        Assert.Equal(-32800, oldest["error"]!["code"]!.GetValue<int>());
        Assert.Equal([first, second, third], client.AnsweredIds().Where(id => id >= first));
    }

    [Fact]
    public async Task Requests_of_different_documents_do_not_supersede_each_other()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(Uri, "int x = ");
        client.Open("file:///w/B.cs", "int y = ");

        int first = client.Send(Method, TestClient.InlineParameters(Uri, 0, 8));
        int second = client.Send(Method, TestClient.InlineParameters("file:///w/B.cs", 0, 8));

        Assert.Single((await client.AnswerAsync(first))["result"]!["items"]!.AsArray());
        Assert.Single((await client.AnswerAsync(second))["result"]!["items"]!.AsArray());
    }

    [Fact]
    public async Task A_cancelled_request_is_answered_once()
    {
        await using TestClient client = await TestClient.StartAsync(new ScriptedModel(["1"]) { Takes = Timeout.InfiniteTimeSpan });
        client.Open(Uri, "int x = ");

        int id = client.Send(Method, TestClient.InlineParameters(Uri, 0, 8));
        client.Notify("$/cancelRequest", $$"""{"id":{{id}}}""");
        JsonObject answer = await client.AnswerAsync(id);
        client.Notify("$/cancelRequest", $$"""{"id":{{id}}}""");
        JsonObject status = await client.RequestAsync("fathom/status", null);

        Assert.Equal(-32800, answer["error"]!["code"]!.GetValue<int>());
        Assert.Single(client.AnsweredIds(), each => each == id);
        Assert.Equal(1, status["result"]!["counters"]!["cancelled"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"textDocument":{"uri":"file:///w/unknown.cs"},"position":{"line":0,"character":0},"context":{"triggerKind":2}}""")]
    [InlineData("""{"textDocument":{"uri":"file:///w/A.cs"},"position":{"line":-1,"character":0},"context":{"triggerKind":2}}""")]
    [InlineData("""{"textDocument":{"uri":7},"position":{"line":0,"character":0}}""")]
    [InlineData("""{"position":{"line":0,"character":0}}""")]
    [InlineData("{}")]
    [InlineData(null)]
    public async Task Requests_that_make_no_sense_get_an_empty_list(string? parameters)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(Uri, "int x = ");

        JsonObject answer = await client.RequestAsync(Method, parameters);

        Assert.Equal("""{"items":[]}""", answer["result"]!.ToJsonString());
    }

    [Theory]
    [InlineData("4294967295", "4294967295")]
    [InlineData("0", "2147483647")]
    public async Task Positions_beyond_the_end_mean_the_end(string line, string character)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(Uri, "int x = ");

        JsonObject answer = await client.RequestAsync(
            Method, $$$"""{"textDocument":{"uri":"{{{Uri}}}"},"position":{"line":{{{line}}},"character":{{{character}}}},"context":{"triggerKind":2}}""");

        Assert.Equal("int x = 1;", answer["result"]!["items"]![0]!["insertText"]!.ToString());
    }

    [Theory]
    [InlineData(new[] { 2 }, 1)]
    [InlineData(new[] { 1 }, 2)]
    [InlineData(new[] { 0 }, 2)]
    [InlineData(new[] { 0, 1 }, 1)]
    [InlineData(new[] { 7 }, 1)]
    public async Task Trigger_kinds_of_old_and_new_clients_are_understood(int[] kinds, int expectedItems)
    {
        await using TestClient client = await TestClient.StartAsync(new ScriptedModel(["1;"], ["2;"], ["1;"], ["3;"]));
        client.Open(Uri, "int x = ");
        JsonObject answer = [];

        foreach (int kind in kinds)
        {
            answer = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8, kind));
        }

        Assert.Equal(expectedItems, answer["result"]!["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"start":{"line":0,"character":8},"end":{"line":0,"character":9}}""")]
    [InlineData("""[{"line":0,"character":8},{"line":0,"character":9}]""")]
    public async Task A_selected_entry_is_extended_in_both_shapes(string range)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("(1);"));
        client.Open(Uri, "int x = S");

        JsonObject answer = await client.RequestAsync(
            Method,
            $$$"""{"textDocument":{"uri":"{{{Uri}}}"},"position":{"line":0,"character":9},"context":{"triggerKind":2,"selectedCompletionInfo":{"range":{{{range}}},"text":"Sum"} } }""");

        JsonNode item = answer["result"]!["items"]![0]!;
        Assert.Equal("Sum(1);", item["insertText"]!.ToString());
        Assert.Equal("""{"start":{"line":0,"character":8},"end":{"line":0,"character":9}}""", item["range"]!.ToJsonString());
    }

    [Fact]
    public async Task Explain_last_tells_why_nothing_was_shown()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("   "));
        client.Open(Uri, "int x = ");
        await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));

        JsonObject answer = await client.RequestAsync("fathom/explainLast", "{}");

        Assert.Equal("filteredEmpty", answer["result"]!["requests"]![0]!["outcome"]!.ToString());
    }

    [Fact]
    public async Task Explain_last_tells_of_a_document_that_the_server_does_not_have()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        await client.RequestAsync(Method, TestClient.InlineParameters("file:///w/unknown.cs", 0, 0));

        JsonObject answer = await client.RequestAsync("fathom/explainLast", "{}");

        Assert.Equal("gatedUnknownDocument", answer["result"]!["requests"]![0]!["outcome"]!.ToString());
    }

    [Fact]
    public async Task A_change_that_sends_the_whole_text_is_prefilled_where_the_text_has_changed()
    {
        ScriptedModel model = ScriptedModel.Saying("1;");
        await using TestClient client = await TestClient.StartAsync(model);
        client.Open("file:///w/A.cs", "int a = 1;\nint b =\nint c = 3;\n");

        client.Notify(
            "textDocument/didChange",
            """{"textDocument":{"uri":"file:///w/A.cs","version":2},"contentChanges":[{"text":"int a = 1;\nint b = \nint c = 3;\n"}]}""");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!model.Prompts.Any(prompt => prompt.Prefix.EndsWith("int b = ", StringComparison.Ordinal)))
        {
            await Task.Delay(10, patience.Token);
        }

        Assert.Contains(model.Prompts, prompt => prompt.Suffix.StartsWith("\nint c = 3;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_may_hold_half_of_a_surrogate_pair()
    {
        ScriptedModel model = ScriptedModel.Saying("1;");
        await using TestClient client = await TestClient.StartAsync(model);
        client.Open(Uri, "😀\nint a = ");

        client.Notify("textDocument/didChange", Change(0, 1, 2, """
            "text":"\ude01"
            """));
        client.Notify("textDocument/didChange", Change(0, 0, 0, """
            "text":"\n\u0022\ud83d"
            """));
        await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 2, 8));

        Assert.Contains(model.Prompts, prompt => prompt.Prefix == "\n\"\ud83d😁\nint a = ");
    }

    [Theory]
    [InlineData("\"text\":7")]
    [InlineData("\"text\":null")]
    [InlineData("\"words\":\"x\"")]
    public async Task After_a_change_that_cannot_be_read_nothing_is_answered_until_the_text_comes_whole(string unreadable)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(Uri, "int a = ");

        client.Notify("textDocument/didChange", Change(0, 0, 0, unreadable));
        JsonObject lost = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));
        client.Open(Uri, "int a = ");
        JsonObject found = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));

        Assert.Empty(lost["result"]!["items"]!.AsArray());
        Assert.Single(found["result"]!["items"]!.AsArray());
    }

    [Fact]
    public async Task A_document_just_opened_is_prefilled()
    {
        ScriptedModel model = ScriptedModel.Saying("1;");
        await using TestClient client = await TestClient.StartAsync(model);

        client.Open(Uri, "class A\n{\n    void F()\n    {\n        \n    }\n}\n");

        SpinWait.SpinUntil(() => model.Prompts.Count > 0, TimeSpan.FromSeconds(30));
        Assert.Equal("class A\n{\n    void F()\n    {\n        ", Assert.Single(model.Prompts).Prefix);
    }

    private static string Change(int line, int from, int to, string content) =>
        $$$"""{"textDocument":{"uri":"{{{Uri}}}","version":2},"contentChanges":[{"range":{"start":{"line":{{{line}}},"character":{{{from}}} },"end":{"line":{{{line}}},"character":{{{to}}} } },{{{content}}} }]}""";
}
