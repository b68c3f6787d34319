using System.Text.Json.Nodes;
using Fathom.Completion.Tests;
using Fathom.Server.Pauses;

namespace Fathom.Server.Tests;

public sealed class PauseTests
{
    private const string One = "file:///w/A.cs";
    private const string SameLanguage = "file:///w/B.cs";
    private const string OtherLanguage = "file:///w/c.py";

    [Theory]
    [InlineData("""{"scope":"file","uri":"file:///w/A.cs"}""", "Paused for this file.", true, false, false)]
    [InlineData("""{"scope":"language","uri":"file:///w/A.cs"}""", "Paused for csharp.", true, true, false)]
    [InlineData("""{"scope":"language","languageId":"csharp"}""", "Paused for csharp.", true, true, false)]
    [InlineData("""{"scope":"all"}""", "Paused everywhere.", true, true, true)]
    [InlineData(null, "Paused everywhere.", true, true, true)]
    public async Task A_pause_covers_what_it_names_until_resumed(string? argument, string sentence, params bool[] isPaused)
    {
        await using TestClient client = await StartAsync();

        await Command(client, "fathom.pause", argument);
        bool[] paused = [await IsSilent(client, One), await IsSilent(client, SameLanguage), await IsSilent(client, OtherLanguage)];
        JsonNode status = (await client.RequestAsync("fathom/status", About(One)))["result"]!;
        await Command(client, "fathom.resume", null);

        Assert.Equal(isPaused, paused);
        Assert.Equal((sentence, sentence, "Inactive"), (status["paused"]!.ToString(), status["message"]!.ToString(), status["kind"]!.ToString()));
        Assert.False(await IsSilent(client, One));
        Assert.Null((await client.RequestAsync("fathom/status", About(One)))["result"]!["paused"]);
    }

    [Fact]
    public async Task One_pause_can_be_ended_and_the_others_stay()
    {
        await using TestClient client = await StartAsync();
        await Command(client, "fathom.pause", """{"scope":"language","languageId":"python"}""");
        await Command(client, "fathom.pause", """{"scope":"file","uri":"file:///w/A.cs"}""");

        await Command(client, "fathom.resume", """{"scope":"file","uri":"file:///w/A.cs"}""");

        Assert.False(await IsSilent(client, One));
        Assert.True(await IsSilent(client, OtherLanguage));
    }

    [Theory]
    [InlineData("""{"scope":"file"}""", "needs the file's uri")]
    [InlineData("""{"scope":"language"}""", "needs a languageId")]
    [InlineData("""{"scope":"galaxy"}""", "has to be \"file\", \"language\" or \"all\"")]
    [InlineData("""{"minutes":-1}""", "minutes has to be more than 0")]
    [InlineData("""{"minutes":"soon"}""", "minutes a number")]
    public async Task An_argument_that_makes_no_sense_is_refused_with_a_sentence(string argument, string sentence)
    {
        await using TestClient client = await StartAsync();

        JsonObject answer = await Command(client, "fathom.pause", argument);

        Assert.Equal(-32602, answer["error"]!["code"]!.GetValue<int>());
        Assert.Contains(sentence, answer["error"]!["message"]!.ToString(), StringComparison.Ordinal);
        Assert.False(await IsSilent(client, One));
    }

    [Fact]
    public void A_timed_pause_ends_by_itself_and_tells()
    {
        var clock = new ManualClock();
        using var pauses = new PauseBook(clock);
        pauses.Begin(PauseScope.All, "", TimeSpan.FromMinutes(30));
        pauses.Begin(PauseScope.File, "a", null);
        int changes = 0;
        pauses.Changed += () => changes++;

        Assert.Equal("Paused everywhere until 12:30.", pauses.Find("a", "csharp")!.Sentence);
        clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(1, changes);
        Assert.Null(pauses.Everywhere);
        Assert.Equal("Paused for this file.", pauses.Find("a", "csharp")!.Sentence);
    }

    [Fact]
    public async Task Clients_that_show_the_status_are_told_of_pauses()
    {
        await using var client = new TestClient(_ => ScriptedModel.Saying("1;"));
        await client.RequestAsync("initialize", """{"processId":null,"rootUri":null,"capabilities":{"experimental":{"fathom":true}}}""");
        client.Notify("initialized", "{}");

        await Command(client, "fathom.pause", """{"minutes":60}""");

        JsonObject told = await client.ReadUntilAsync(message => message["method"]?.ToString() == "fathom/didChangeStatus" && message["params"]!["paused"] is not null);
        Assert.StartsWith("Paused everywhere until ", told["params"]!["paused"]!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<TestClient> StartAsync()
    {
        TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open(One, "int x = ");
        client.Open(SameLanguage, "int x = ");
        client.Open(OtherLanguage, "x = ", "python");
        return client;
    }

    private static string About(string uri) => $$$"""{"textDocument":{"uri":"{{{uri}}}"}}""";

    private static Task<JsonObject> Command(TestClient client, string name, string? argument) =>
        client.RequestAsync("workspace/executeCommand", $$"""{"command":"{{name}}","arguments":[{{argument}}]}""");

    private static async Task<bool> IsSilent(TestClient client, string uri) =>
        (await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters(uri, 0, 100)))["result"]!["items"]!.AsArray().Count == 0;
}
