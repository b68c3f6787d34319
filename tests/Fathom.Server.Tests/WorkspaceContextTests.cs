using System.Text.Json.Nodes;
using Fathom.Completion.Generation;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests;

/// <summary>What lies in the workspace reaches the model, and what may not be read does not.</summary>
public sealed class WorkspaceContextTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-workspace-").FullName;
    private readonly ScriptedModel _model = ScriptedModel.Saying("Number;");

    [Fact]
    public async Task The_type_at_the_cursor_is_in_the_prompt_and_nothing_ignored_is()
    {
        Write("workspace/Order.cs", "public class Order { public int Number { get; } }\n");
        Write("workspace/.fathomignore", "Hidden.cs\n");
        Write("workspace/Hidden.cs", "public class Hidden { void M(Order order) { order.Number; } }\n");
        await using TestClient client = await StartAsync();

        CompletionPrompt prompt = await PromptOf(client, "class A { void M(Order order) { int n = order. } }");

        Assert.Contains(prompt.Context, file => file.Path == "Order.cs" && file.Text.Contains("public int Number", StringComparison.Ordinal));
        Assert.DoesNotContain(prompt.Context, file => file.Path == "Hidden.cs");
    }

    [Fact]
    public async Task A_file_that_changes_on_disk_is_read_again()
    {
        string file = Write("workspace/Order.cs", "public class Order { public int Number { get; } }\n");
        await using TestClient client = await StartAsync();
        File.WriteAllText(file, "public class Order { public int Renamed { get; } }\n");

        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{new Uri(file)}}","type":2}]}""");
        CompletionPrompt prompt = await PromptOf(client, "class A { void M(Order order) { int n = order. } }", "Renamed");

        Assert.Contains(prompt.Context, each => each.Text.Contains("public int Renamed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_in_a_folder_that_lies_in_another_open_one_counts_in_both()
    {
        string file = Write("workspace/inner/Order.cs", "public class Order { public int Number { get; } }\n");
        await using TestClient client = await StartAsync();
        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[{"uri":"{{{Uri("inner")}}}","name":"inner"}],"removed":[]} }""");
        await IndexedAsync(client, 2);

        File.WriteAllText(file, "public class Parcel { public int Weight { get; } }\n");
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{new Uri(file)}}","type":2}]}""");

        CompletionPrompt prompt = await PromptOf(client, "class A { void M(Parcel parcel) { int n = parcel. } }", "Weight");
        Assert.Contains(prompt.Context, each => each.Text.Contains("public int Weight", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_user_excludes_is_in_no_prompt()
    {
        const string text = "class A { void M(Order order, Ledger ledger) { ledger.Close(order.Number); int n = order. } }";
        Write("workspace/Order.cs", "public class Order { public int Number { get; } }\n");
        Write("workspace/legacy/Ledger.cs", "public class Ledger { public void Close(int number) { } }\n");
        await AskWithAndWithoutLegacyAsync(text, "class Ledger", "class Order");

        Assert.All(_model.Prompts, each => Assert.DoesNotContain(each.Context, file => file.Text.Contains("Ledger", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_type_of_which_the_user_excludes_a_part_is_in_no_prompt()
    {
        const string text = "class A { void M(Order order, Parcel parcel) { parcel.Send(order.Number); int n = order. } }";
        Write("workspace/Order.cs", "public partial class Order { public int Number { get; } }\n");
        Write("workspace/legacy/Order.cs", "public partial class Order { public int Ancient { get; } }\n");
        Write("workspace/Parcel.cs", "public class Parcel { public void Send(int number) { } }\n");
        await AskWithAndWithoutLegacyAsync(text, "Ancient", "class Parcel");

        Assert.All(_model.Prompts, each => Assert.DoesNotContain(each.Context, file => file.Text.Contains("Ancient", StringComparison.Ordinal)));
    }

    public void Dispose() => Folders.Delete(_folder);

    /// <summary>A client that shows progress, after its workspace has been indexed.</summary>
    private async Task<TestClient> StartAsync(string options = """{"contextTokens":800}""")
    {
        var client = new TestClient(_ => _model, Path.Combine(_folder, "cache"));
        await client.RequestAsync(
            "initialize",
            $$$"""{"processId":null,"rootUri":"{{{new Uri(Path.Combine(_folder, "workspace"))}}}","capabilities":{"window":{"workDoneProgress":true} },"initializationOptions":{{{options}}} }""");
        client.Notify("initialized", "{}");
        await IndexedAsync(client, 1);
        return client;
    }

    /// <summary>Shows that a text is in a prompt, and asks again, of a server of its own, where the user excludes its folder, until another text is; the prompts of the second are kept.</summary>
    private async Task AskWithAndWithoutLegacyAsync(string text, string before, string after)
    {
        await using (TestClient first = await StartAsync())
        {
            await PromptOf(first, text, before);
        }

        _model.Prompts.Clear();
        await using TestClient client = await StartAsync("""{"contextTokens":800,"exclude":["legacy/**"]}""");
        await PromptOf(client, text, after);
    }

    /// <summary>Shows the progress of one indexing, the first being 1, until its end.</summary>
    private static async Task IndexedAsync(TestClient client, int number)
    {
        string token = $"fathom/indexing/{number}";
        JsonObject create = await client.ReadUntilAsync(message => message["params"]?["token"]?.ToString() == token);
        client.SendBody($$"""{"jsonrpc":"2.0","id":{{create["id"]!.ToJsonString()}},"result":null}""");
        await client.ReadUntilAsync(message => message["params"]?["token"]?.ToString() == token && message["params"]?["value"]?["kind"]?.ToString() == "end");
    }

    /// <summary>Asks until the model has been shown a text; the index follows changes after a moment.</summary>
    private async Task<CompletionPrompt> PromptOf(TestClient client, string text, string expected = "Number")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        for (int version = 2; ; version++)
        {
            client.Open(Uri($"A{version}.cs"), text);
            // What takes longer than a key waits for it is there for the next.
            string parameters = TestClient.InlineParameters(Uri($"A{version}.cs"), 0, text.IndexOf(". ", StringComparison.Ordinal) + 1, 1);
            await client.RequestAsync("textDocument/inlineCompletion", parameters);
            await client.RequestAsync("textDocument/inlineCompletion", parameters);
            if (_model.Prompts.LastOrDefault(prompt => prompt.Context.Any(file => file.Text.Contains(expected, StringComparison.Ordinal))) is { } found)
            {
                return found;
            }

            await Task.Delay(100, patience.Token);
        }
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
