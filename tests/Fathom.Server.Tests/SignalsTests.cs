using System.Text.Json.Nodes;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests;

public sealed class SignalsTests : IDisposable
{
    private const string Uri = "file:///w/A.cs";
    private const string Method = "textDocument/inlineCompletion";
    private readonly string _cache = Directory.CreateTempSubdirectory("fathom-signals-").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Fact]
    public async Task A_word_taken_shows_the_rest_without_the_model_and_the_rest_taken_makes_it_whole()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("Sum(1, 2);"));
        client.Open(Uri, "int x = ");
        await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));

        Insert(client, 8, "Sum", version: 2);
        JsonObject rest = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 11));
        JsonNode afterWord = await Statistics(client);
        Insert(client, 11, "(1, 2);", version: 3);
        JsonNode afterAll = await Statistics(client);
        JsonNode counters = (await client.RequestAsync("fathom/status", null))["result"]!["counters"]!;
        JsonNode explained = (await client.RequestAsync("fathom/explainLast", "{}"))["result"]!["requests"]!;

        Assert.Equal("int x = Sum(1, 2);", rest["result"]!["items"]![0]!["insertText"]!.ToString());
        Assert.Equal("""{"accepted":1,"recalled":1,"shown":1,"modelCalls":1}""", counters.ToJsonString());
        Assert.Equal((1, 0, 1, 3), Figures(afterWord));
        Assert.Equal((1, 1, 0, 10), Figures(afterAll));
        Assert.True(explained[0]!["accepted"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Several_lines_can_be_taken_line_by_line()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("\n        a = 1;\n        b = 2;\n    }"));
        client.Open(Uri, "class A\n{\n    int a, b;\n    void F()\n    {\n}\n");
        await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 4, 5));

        client.Notify("textDocument/didChange", Change(Uri, 4, 5, "\n        a = 1;", 2));
        JsonObject rest = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 5, 14, trigger: 2));

        Assert.Equal((1, 0, 1, 15), Figures(await Statistics(client)));
        Assert.Equal(1, (await client.RequestAsync("fathom/status", null))["result"]!["counters"]!["modelCalls"]!.GetValue<int>());
        Assert.Equal("        a = 1;\n        b = 2;\n    }", Assert.Single(rest["result"]!["items"]!.AsArray())!["insertText"]!.ToString());
    }

    [Fact]
    public async Task What_the_editor_tells_and_what_its_edit_shows_counts_once()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("Sum(1, 2);"));
        client.Open(Uri, "int x = ");
        JsonObject answer = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));
        string id = answer["result"]!["items"]![0]!["command"]!["arguments"]![0]!.ToString();

        Insert(client, 8, "Sum", version: 2);
        await Command(client, $$"""{"command":"fathom.partlyAccepted","arguments":["{{id}}",3]}""");
        Insert(client, 11, "(1, 2);", version: 3);
        await Command(client, $$"""{"command":"fathom.accepted","arguments":["{{id}}"]}""");
        await Command(client, $$"""{"command":"fathom.accepted","arguments":["{{id}}"]}""");

        Assert.Equal((1, 1, 0, 10), Figures(await Statistics(client)));
    }

    [Theory]
    [InlineData("""{"command":"fathom.accepted","arguments":[]}""")]
    [InlineData("""{"command":"fathom.partlyAccepted","arguments":["c-1"]}""")]
    [InlineData("""{"command":"fathom.partlyAccepted","arguments":["c-1",-3]}""")]
    [InlineData("""{"command":"fathom.unknown"}""")]
    public async Task Commands_that_make_no_sense_are_refused(string parameters)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));

        JsonObject answer = await Command(client, parameters);

        Assert.Equal(-32602, answer["error"]!["code"]!.GetValue<int>());
    }

    [Fact]
    public async Task Statistics_outlive_the_server_and_can_be_reset()
    {
        await using (TestClient first = await StartStoringAsync())
        {
            first.Open(Uri, "int x = ");
            await first.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));
            Insert(first, 8, "Sum(1, 2);", version: 2);
            await first.RequestAsync("fathom/status", null);
        }

        await using TestClient second = await StartStoringAsync();
        JsonNode kept = await Statistics(second);
        await Command(second, """{"command":"fathom.resetStatistics"}""");
        JsonNode reset = await Statistics(second);

        Assert.Equal((1, 1, 0, 10), Figures(kept));
        Assert.Equal("""[{"language":"csharp","shown":1,"accepted":1}]""", kept["languages"]!.ToJsonString());
        Assert.Equal(10, Assert.Single(kept["days"]!.AsArray())!["characters"]!.GetValue<int>());
        Assert.Equal(1, kept["latencyMs"]!["histogram"]!.AsArray().Sum(bucket => bucket!["count"]!.GetValue<int>()));
        Assert.NotNull(kept["latencyMs"]!["p95"]);
        Assert.Equal((0, 0, 0, 0), Figures(reset));
    }

    [Fact]
    public async Task Manual_answers_only_what_is_asked_for_by_a_key()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"), """{"trigger":"manual"}""");
        client.Open(Uri, "int x = ");

        JsonObject automatic = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8, trigger: 2));
        JsonObject invoked = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8, trigger: 1));
        JsonNode counters = (await client.RequestAsync("fathom/status", null))["result"]!["counters"]!;

        Assert.Empty(automatic["result"]!["items"]!.AsArray());
        Assert.NotEmpty(invoked["result"]!["items"]!.AsArray());
        Assert.Equal(1, counters["gatedManual"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("""{"disabledLanguages":["csharp"]}""", "Inactive", "fathom.disabledLanguages")]
    [InlineData("""{"exclude":["**/A.cs"]}""", "Inactive", "fathom.exclude")]
    [InlineData("""{"maxDocumentLength":3}""", "Inactive", "fathom.maxDocumentLength")]
    [InlineData("""{"enabled":false}""", "Inactive", "fathom.enabled")]
    [InlineData("""{"trigger":"manual"}""", "Normal", "fathom.trigger")]
    [InlineData("{}", "Normal", "Ready.")]
    public async Task The_status_of_a_document_says_why_completion_is_off_there(string options, string kind, string message)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"), options);
        client.Open(Uri, "int x = ");

        JsonNode status = (await client.RequestAsync("fathom/status", $$$"""{"textDocument":{"uri":"{{{Uri}}}"}}"""))["result"]!;

        Assert.Equal(kind, status["kind"]!.ToString());
        Assert.Contains(message, status["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_last_can_be_asked_about_one_document_and_speaks_in_sentences()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(Uri, "int x = ");
        client.Open("file:///w/B.cs", "int y = 1;");
        await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8));
        await client.RequestAsync(Method, TestClient.InlineParameters("file:///w/B.cs", 0, 10));

        JsonObject answer = await client.RequestAsync("fathom/explainLast", """{"textDocument":{"uri":"file:///w/B.cs"}}""");

        JsonNode only = Assert.Single(answer["result"]!["requests"]!.AsArray())!;
        Assert.Equal("gatedLineComplete", only["outcome"]!.ToString());
        Assert.Equal("The line looks complete; a suggestion comes on the next one.", only["message"]!.ToString());
    }

    [Fact]
    public async Task A_key_press_is_never_delayed_and_ends_a_request_that_waits()
    {
        ScriptedModel model = ScriptedModel.Saying("1;");
        await using TestClient client = await TestClient.StartAsync(model, """{"debounceMs":2000}""");
        client.Open(Uri, "int x = ");

        int waiting = client.Send(Method, TestClient.InlineParameters(Uri, 0, 8, trigger: 2));
        JsonObject invoked = await client.RequestAsync(Method, TestClient.InlineParameters(Uri, 0, 8, trigger: 1));
        JsonObject superseded = await client.AnswerAsync(waiting);
        JsonNode counters = (await client.RequestAsync("fathom/status", null))["result"]!["counters"]!;

        Assert.NotEmpty(invoked["result"]!["items"]!.AsArray());
        Assert.Equal(-32800, superseded["error"]!["code"]!.GetValue<int>());
        Assert.Equal((1, 1, 3), (counters["superseded"]!.GetValue<int>(), counters["shown"]!.GetValue<int>(), counters["modelCalls"]!.GetValue<int>()));
    }

    private static (int Shown, int Accepted, int Partly, int Characters) Figures(JsonNode statistics) => (
        statistics["shown"]!.GetValue<int>(),
        statistics["accepted"]!.GetValue<int>(),
        statistics["partlyAccepted"]!.GetValue<int>(),
        statistics["charactersAccepted"]!.GetValue<int>());

    private static async Task<JsonNode> Statistics(TestClient client) => (await client.RequestAsync("fathom/statistics", "{}"))["result"]!;

    private static Task<JsonObject> Command(TestClient client, string parameters) => client.RequestAsync("workspace/executeCommand", parameters);

    private static void Insert(TestClient client, int character, string text, int version) =>
        client.Notify("textDocument/didChange", Change(Uri, 0, character, text, version));

    private static string Change(string uri, int line, int character, string text, int version)
    {
        JsonObject At() => new() { ["line"] = line, ["character"] = character };
        return new JsonObject
        {
            ["textDocument"] = new JsonObject { ["uri"] = uri, ["version"] = version },
            ["contentChanges"] = new JsonArray(new JsonObject { ["range"] = new JsonObject { ["start"] = At(), ["end"] = At() }, ["text"] = text }),
        }.ToJsonString();
    }

    private Task<TestClient> StartStoringAsync() => TestClient.StartAsync(ScriptedModel.Saying("Sum(1, 2);"), cacheFolder: _cache);
}
