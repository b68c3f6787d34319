using Fathom.Completion.Generation;
using Fathom.Server.Models;

namespace Fathom.Server.Tests;

/// <summary>Which texts of the open folders are in the model's cache, and what is left of a folder that was closed.</summary>
public sealed class WorkspaceFolderTests : IDisposable
{
    private const string Order = "public class Order { public int Number { get; } }\n";
    private const string Legacy = "public class Ledger { public decimal Balance { get; } }\n";
    private const string Elsewhere = """{"contextTokens":800,"backend":{"kind":"llama.cpp","url":"http://127.0.0.1:9"}}""";
    private const string Zebra = "public class Zebra { }\n";
    private const string Yak = "public class Yak { public string Wool { get; } }\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-workspace-").FullName;
    private EmbeddedCompletionModel? _model;

    [Theory]
    [InlineData("""{"exclude":["legacy/**"]}""", """{"exclude":[]}""")]
    [InlineData("""{"disabledLanguages":["python"]}""", """{"disabledLanguages":[]}""")]
    public async Task What_the_settings_keep_out_is_not_in_the_cache_and_leaves_it_when_they_change(string without, string with)
    {
        Write("workspace/Order.cs", Order);
        Write("workspace/legacy/ledger.py", Legacy);
        await using TestClient client = await StartAsync(without);
        await CacheHolds(Order);

        Configure(client, with);
        await CacheHolds(Order, Legacy);
        Configure(client, without);

        await CacheHolds(Order);
    }

    [Fact]
    public async Task A_change_does_not_bring_an_excluded_file_back()
    {
        Write("workspace/Order.cs", Order);
        string legacy = Write("workspace/legacy/Ledger.cs", Legacy);
        await using TestClient client = await StartAsync("""{"exclude":["legacy/**"]}""");
        await CacheHolds(Order);

        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{new Uri(legacy)}}","type":2}]}""");
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{new Uri(Write("workspace/Zebra.cs", Zebra))}}","type":1}]}""");

        await CacheHolds(Order, Zebra);
    }

    [Fact]
    public async Task A_directory_that_is_renamed_is_read_at_its_new_place_and_gone_at_the_old()
    {
        Write("workspace/Order.cs", Order);
        Write("workspace/old/deep/Zebra.cs", Zebra);
        await using TestClient client = await StartAsync("{}");
        await CacheHolds(Order, Zebra);

        Directory.Move(Path.Combine(_folder, "workspace", "old"), Path.Combine(_folder, "workspace", "new"));
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{Uri("workspace/old")}}","type":3}]}""");
        await CacheHolds(Order);
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{Uri("workspace/new")}}","type":1}]}""");

        await CacheHolds(Order, Zebra);
    }

    [Fact]
    public async Task A_folder_that_is_removed_leaves_the_cache_and_closes_its_index()
    {
        Write("workspace/Order.cs", Order);
        string index = Path.Combine(_folder, "cache", "index");
        await using TestClient client = await StartAsync("""{"contextTokens":800}""");
        await CacheHolds(Order);
        Assert.NotEmpty(Directory.GetFiles(index, "*-wal"));

        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[],"removed":[{"uri":"{{{Uri("workspace")}}}","name":"workspace"}]} }""");

        await CacheHolds();
        Assert.True(await Becomes(() => Directory.GetFiles(index, "*-wal").Length == 0), "the index is still open");
    }

    [Fact]
    public async Task What_is_deleted_or_ignored_while_another_model_is_chosen_leaves_the_cache_too()
    {
        Write("workspace/Order.cs", Order);
        Write("workspace/legacy/ledger.py", Legacy);
        string zebra = Write("workspace/Zebra.cs", Zebra);
        await using TestClient client = await StartAsync("""{"contextTokens":800}""");
        await CacheHolds(Order, Legacy, Zebra);
        Configure(client, Elsewhere);

        File.Delete(zebra);
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{new Uri(zebra)}}","type":3}]}""");
        await CacheHolds(Order, Legacy);
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{new Uri(Write("workspace/.gitignore", "legacy/\n"))}}","type":1}]}""");

        await CacheHolds(Order);
    }

    [Fact]
    public async Task A_folder_that_is_closed_while_another_model_is_chosen_leaves_the_cache_too()
    {
        Write("workspace/Order.cs", Order);
        await using TestClient client = await StartAsync("""{"contextTokens":800}""");
        await CacheHolds(Order);
        Configure(client, Elsewhere);

        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[],"removed":[{"uri":"{{{Uri("workspace")}}}","name":"workspace"}]} }""");

        await CacheHolds();
    }

    [Fact]
    public async Task A_model_that_reads_no_other_files_needs_no_index()
    {
        Write("workspace/Order.cs", Order);
        await using TestClient client = await StartAsync("{}");

        await CacheHolds(Order);

        Assert.False(Directory.Exists(Path.Combine(_folder, "cache", "index")));
    }

    [Fact]
    public async Task Files_of_the_same_path_in_two_folders_do_not_take_each_others_place()
    {
        Write("workspace/Program.cs", Order);
        Write("second/Program.cs", Zebra);
        await using TestClient client = await StartAsync("{}");
        await CacheHolds(Order);

        string second = $$"""{"uri":"{{Uri("second")}}","name":"second"}""";
        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[{{{second}}}],"removed":[]} }""");
        await CacheHolds(Order, Zebra);
        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[],"removed":[{{{second}}}]} }""");

        await CacheHolds(Order);
    }

    [Fact]
    public async Task Folders_that_come_and_go_quickly_leave_what_is_open_at_last()
    {
        Write("workspace/Order.cs", Order);
        Write("second/Zebra.cs", Zebra);
        Write("third/Yak.cs", Yak);
        await using TestClient client = await StartAsync("{}");
        string second = $$"""{"uri":"{{Uri("second")}}","name":"second"}""";

        for (int i = 0; i < 5; i++)
        {
            client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[{{{second}}}],"removed":[]} }""");
            client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[],"removed":[{{{second}}}]} }""");
        }

        // Folders are opened in turn: when this one is read, those before it have been.
        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[{"uri":"{{{Uri("third")}}}","name":"third"}],"removed":[]} }""");
        await CacheHolds(Order, Yak);
        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[{{{second}}}],"removed":[]} }""");
        await CacheHolds(Order, Yak, Zebra);
    }

    [Fact]
    public async Task After_a_folder_is_read_again_the_editors_texts_stand()
    {
        string file = Write("workspace/Order.cs", Order);
        await using TestClient client = await StartAsync("{}");
        await CacheHolds(Order);
        client.Open(new Uri(file).ToString(), Order);
        client.Notify(
            "textDocument/didChange", $$$"""{"textDocument":{"uri":"{{{new Uri(file)}}}","version":2},"contentChanges":[{"text":"public class Ordered { }"}]}""");
        await CacheHolds("public class Ordered { }");

        Write("workspace/.gitignore", "*.tmp\n");
        Write("workspace/Zebra.cs", Zebra);
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{Uri("workspace/.gitignore")}}","type":1}]}""");

        await CacheHolds("public class Ordered { }", Zebra);
    }

    [Fact]
    public async Task What_an_outer_folder_ignores_stays_in_the_cache_for_the_inner_one_that_is_open()
    {
        Write("workspace/Order.cs", Order);
        Write("workspace/.gitignore", "inner/\n");
        string file = Write("workspace/inner/Zebra.cs", Zebra);
        await using TestClient client = await StartAsync("{}");
        await CacheHolds(Order);
        client.Notify("workspace/didChangeWorkspaceFolders", $$$"""{"event":{"added":[{"uri":"{{{Uri("workspace/inner")}}}","name":"inner"}],"removed":[]} }""");
        await CacheHolds(Order, Zebra);

        client.Open(new Uri(file).ToString(), Zebra);
        client.Notify(
            "textDocument/didChange", $$$"""{"textDocument":{"uri":"{{{new Uri(file)}}}","version":2},"contentChanges":[{"text":"public class Stripes { }"}]}""");

        await CacheHolds(Order, "public class Stripes { }");

        // Changes are taken in turn: when this one is, nothing is to come of those before it.
        client.Notify("workspace/didChangeWatchedFiles", $$"""{"changes":[{"uri":"{{new Uri(Write("workspace/Yak.cs", Yak))}}","type":1}]}""");
        await CacheHolds(Order, "public class Stripes { }", Yak);
    }

    public void Dispose()
    {
        _model?.Dispose();
        Folders.Delete(_folder);
    }

    private async Task<TestClient> StartAsync(string options)
    {
        Assert.True(File.Exists(Path.Combine(EmbeddedModel.DefaultFolder, "model.onnx")), $"the model of this repository is not in {EmbeddedModel.DefaultFolder}");
        _model = (EmbeddedCompletionModel)EmbeddedModel.Load(new ModelChoice(null, 1));
        var client = new TestClient(_ => _model, Path.Combine(_folder, "cache"));
        await client.RequestAsync(
            "initialize", $$"""{"processId":null,"rootUri":"{{Uri("workspace")}}","capabilities":{},"initializationOptions":{{options}} }""");
        client.Notify("initialized", "{}");
        return client;
    }

    private static void Configure(TestClient client, string settings) =>
        client.Notify("workspace/didChangeConfiguration", $$$"""{"settings":{"fathom":{{{settings}}}} }""");

    /// <summary>Waits until the cache holds these texts and nothing else.</summary>
    private async Task CacheHolds(params string[] texts)
    {
        int expected = texts.Sum(_model!.CountTokens);
        Assert.True(await Becomes(() => _model.Cache.Tokens == expected), $"{_model.Cache.Tokens} tokens are in the cache, not {expected}");
    }

    private static async Task<bool> Becomes(Func<bool> condition)
    {
        for (int i = 0; i < 2400 && !condition(); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return condition();
    }

    private string Uri(string path) => new Uri(Path.Combine(_folder, path)).ToString();

    private string Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
