using System.Text.Json.Nodes;
using Fathom.Backends.Tests;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests.Backends;

/// <summary>What may not be read by a model does not leave this machine, be it the document itself or another one that is open.</summary>
public sealed class OutgoingTextTests : IDisposable
{
    private const string Text = "class A { void M(Order order) { int n = order. } }";
    private static readonly int s_cursor = Text.IndexOf(". ", StringComparison.Ordinal) + 1;
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-outgoing-").FullName;

    public OutgoingTextTests()
    {
        Write("workspace/.fathomignore", "Hidden.cs\n");
        Write("workspace/.gitignore", "Ignored.cs\n");
    }

    [Theory]
    [InlineData("Hidden.cs", Text, ".fathomignore names it")]
    [InlineData("Ignored.cs", Text, "git ignores it")]
    [InlineData(".env", Text, "files of this name hold secrets")]
    [InlineData("server.pem", Text, "files of this name hold secrets")]
    [InlineData("bin/A.cs", Text, "a tool wrote it")]
    [InlineData("Keys.cs", "// AKIAABCDEFGHIJKLMNOP\n" + Text, "a private key or an access token stands in it")]
    public async Task A_document_that_may_not_be_read_is_not_sent(string path, string text, string reason)
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("Number;"));
        await using TestClient client = await StartAsync(server);

        client.Open(Uri(path), text);
        JsonObject answer = await AskAsync(client, path, text);
        JsonNode explained = (await client.RequestAsync("fathom/explainLast", "{}"))["result"]!["requests"]![0]!;

        Assert.Empty(answer["result"]!["items"]!.AsArray());
        Assert.Equal("gatedPrivate", explained["outcome"]!.ToString());
        Assert.Contains(reason, explained["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("workspace/.fathomignore", "inner/Secret.cs\n")]
    [InlineData("workspace/.gitignore", "inner/Secret.cs\n")]
    [InlineData("workspace/inner/.fathomignore", "Secret.cs\n")]
    public async Task Of_folders_in_folders_the_rules_of_each_hold(string ignoreFile, string rule)
    {
        Write(ignoreFile, rule);
        Write("workspace/inner/Secret.cs", Text);
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("Number;"));
        await using TestClient client = await StartAsync(server, "workspace", "workspace/inner");

        client.Open(Uri("inner/Secret.cs"), Text);
        client.Open(Uri("inner/Open.cs"), Text);
        await AskAsync(client, "inner/Secret.cs", Text, invoked: true);
        bool isSent = !server.Requests.IsEmpty;
        await AskAsync(client, "inner/Open.cs", Text, invoked: true);

        Assert.Equal((false, true), (isSent, !server.Requests.IsEmpty));
    }

    [Fact]
    public async Task A_document_that_may_not_be_read_is_not_read_in_advance()
    {
        await using FakeServer server = await FakeServer.SayingAsync("""{"content":"","stop":true}""");
        await using TestClient hidden = await StartAsync(server);

        hidden.Open(Uri("Hidden.cs"), Text);
        await hidden.RequestAsync("fathom/status", "{}");
        // By the time that this one is read, which is opened later, the other one would have been.
        await using TestClient open = await StartAsync(server);
        open.Open(Uri("Open.cs"), Text);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (server.Requests.IsEmpty)
        {
            await Task.Delay(20, patience.Token);
        }

        Assert.All(server.Requests, request => Assert.Contains("Open.cs", request.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("untitled:Untitled-1", Text, true)]
    [InlineData("untitled:Untitled-1", "// ghp_abcdefghijklmnopqrstuvwxyz0123456789\n" + Text, false)]
    public async Task A_document_that_was_never_saved_is_judged_by_its_text(string uri, string text, bool isSent)
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("Number;"));
        await using TestClient client = await StartAsync(server);

        client.Open(uri, text);
        await client.RequestAsync("textDocument/inlineCompletion", ParametersOf(uri, text));

        Assert.Equal(isSent, !server.Requests.IsEmpty);
    }

    [Fact]
    public async Task An_ignored_document_that_is_open_and_edited_is_in_no_prompt()
    {
        Write("workspace/Order.cs", "public class Order { public int Number { get; } }\n");
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("Number;"));
        await using TestClient client = await StartAsync(server);
        client.Open(Uri("Hidden.cs"), "class Hidden { void M(Order order) { int n = order.Number; } }");
        client.Notify(
            "textDocument/didChange",
            $$$"""{"textDocument":{"uri":"{{{Uri("Hidden.cs")}}}","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0} },"text":"// order of hidden things\n"}]}""");

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        for (int version = 0; !server.Requests.Any(request => request.Body.Contains("public int Number", StringComparison.Ordinal)); version++)
        {
            client.Open(Uri($"A{version}.cs"), Text);
            await AskAsync(client, $"A{version}.cs", Text, invoked: true);
            await AskAsync(client, $"A{version}.cs", Text, invoked: true);
            await Task.Delay(100, patience.Token);
        }

        Assert.DoesNotContain(server.Requests, request => request.Body.Contains("idden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_became_a_secret_since_it_was_chosen_is_sent_no_more()
    {
        string order = Write("workspace/Order.cs", "public class Order { public int Number { get; } }\n");
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("Number;"));
        await using TestClient client = await StartAsync(server);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        string path = await SendWithOrderAsync(client, server, patience.Token);

        Ignore("Order.cs");
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{Uri(".fathomignore")}}","type":2}]}""");
        int before;
        do
        {
            await Task.Delay(100, patience.Token);
            before = server.Requests.Count;
            await AskAsync(client, path, Text, invoked: true);
        }
        while (server.Requests.Skip(before).Any(request => request.Body.Contains("public int Number", StringComparison.Ordinal)));

        before = server.Requests.Count;
        await AskAsync(client, path, Text, invoked: true);

        Assert.True(File.Exists(order));
        Assert.True(server.Requests.Count > before);
        Assert.DoesNotContain(server.Requests.Skip(before), request => request.Body.Contains("public int Number", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_document_that_an_ignore_file_names_since_it_was_sent_is_sent_no_more()
    {
        Write("workspace/Order.cs", "public class Order { public int Number { get; } }\n");
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("Number;"));
        await using TestClient client = await StartAsync(server);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        string path = await SendWithOrderAsync(client, server, patience.Token);

        Ignore(path);
        JsonObject answer = await AskAsync(client, path, Text, invoked: true);
        JsonNode explained = (await client.RequestAsync("fathom/explainLast", "{}"))["result"]!["requests"]![0]!;

        Assert.Empty(answer["result"]!["items"]!.AsArray());
        Assert.Equal("gatedPrivate", explained["outcome"]!.ToString());
    }

    public void Dispose() => Folders.Delete(_folder);

    /// <summary>Asks in new documents until a prompt holds the class Order, which says that the folder is open; returns the path of the last.</summary>
    private async Task<string> SendWithOrderAsync(TestClient client, FakeServer server, CancellationToken cancellationToken)
    {
        string path = "";
        for (int version = 0; !server.Requests.Any(request => request.Body.Contains("public int Number", StringComparison.Ordinal)); version++)
        {
            path = $"A{version}.cs";
            client.Open(Uri(path), Text);
            // What takes longer than a key waits for it is there for the next.
            await AskAsync(client, path, Text, invoked: true);
            await AskAsync(client, path, Text, invoked: true);
            await Task.Delay(100, cancellationToken);
        }

        return path;
    }

    private void Ignore(string path) => File.AppendAllText(Path.Combine(_folder, "workspace", ".fathomignore"), path + "\n");

    private static Task<JsonObject> AskAsync(TestClient client, string uri, string text, int trigger) =>
        client.RequestAsync("textDocument/inlineCompletion", ParametersOf(uri, text, trigger));

    private static string ParametersOf(string uri, string text, int trigger = 2)
    {
        int cursor = text.Length - Text.Length + s_cursor;
        int line = text[..cursor].Count(character => character == '\n');
        return TestClient.InlineParameters(uri, line, cursor - (text.LastIndexOf('\n', cursor - 1) + 1), trigger);
    }

    private Task<JsonObject> AskAsync(TestClient client, string path, string text, bool invoked = false) => AskAsync(client, Uri(path), text, invoked ? 1 : 2);

    private async Task<TestClient> StartAsync(FakeServer server, params string[] folders)
    {
        string open = string.Join(',', folders.DefaultIfEmpty("workspace").Select(folder => $$"""{"uri":"{{new Uri(Path.Combine(_folder, folder))}}","name":"{{folder}}"}"""));
        var client = new TestClient(_ => ScriptedModel.Saying("here;"), Path.Combine(_folder, "cache"));
        await client.RequestAsync(
            "initialize",
            $$$"""{"processId":null,"workspaceFolders":[{{{open}}}],"capabilities":{},"initializationOptions":{"timeBudgetMs":30000,"exclude":[],"backend":{"kind":"llama.cpp","url":"{{{server.Url}}}"} } }""");
        client.Notify("initialized", "{}");
        await client.ReadyAsync();
        return client;
    }

    private string Uri(string path) => new Uri(Path.Combine(_folder, "workspace", path)).ToString();

    private string Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
