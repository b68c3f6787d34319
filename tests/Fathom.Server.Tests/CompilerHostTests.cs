using Fathom.Completion;
using Fathom.Completion.Cursor;
using Fathom.Repository.Files;
using Fathom.Server.Configuration;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Protocol;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fathom.Server.Tests;

/// <summary>When the compiler is loaded, and when it is not.</summary>
public sealed class CompilerHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-compiler-").FullName;
    private readonly ServerSession _session = new();
    private readonly DocumentStore _documents = new();
    private readonly CompletionDocument _document;

    public CompilerHostTests()
    {
        string workspace = new Uri(Directory.CreateDirectory(Path.Combine(_folder, "workspace")).FullName).AbsoluteUri;
        _session.Folders = [workspace];
        _document = new CompletionDocument(DocumentUri.KeyOf(workspace + "/A.cs"), "A.cs", "file", "csharp", "class A { }") { Key = DocumentUri.KeyOf(workspace + "/A.cs") };
    }

    [Fact]
    public async Task The_sources_of_the_open_folder_are_read_at_the_first_CSharp_document()
    {
        File.WriteAllText(Path.Combine(_folder, "workspace", "Order.cs"), "public class Order { }\n");
        using CompilerHost host = Host();

        host.Follow(_document);
        await host.Work!;

        Assert.Contains(new KeyValuePair<string, int>("compilerFiles", 1), host.Counters);
    }

    [Fact]
    public void With_guidance_and_check_off_nothing_is_ever_loaded()
    {
        _session.Settings = ServerSettings.Default with { Completion = CompletionSettings.Default with { Guidance = false, Check = false } };
        using CompilerHost host = Host();

        host.Follow(_document);

        Assert.Null(host.Work);
    }

    [Fact]
    public void Documents_in_other_languages_load_nothing()
    {
        using CompilerHost host = Host();

        host.Follow(_document with { Path = "notes.md", LanguageId = "markdown" });

        Assert.Null(host.Work);
    }

    [Fact]
    public void A_document_outside_of_the_open_folders_loads_nothing()
    {
        using CompilerHost host = Host();

        host.Follow(_document with { Id = "file:///elsewhere/A.cs" });

        Assert.Null(host.Work);
    }

    [Fact]
    public async Task A_folder_without_sources_gives_no_judgement()
    {
        using CompilerHost host = Host();

        host.Follow(_document);
        await host.Work!;

        Assert.False(host.IsReady);
    }

    [Fact]
    public async Task A_folder_that_is_opened_later_is_read_too_and_its_documents_are_not_judged_before()
    {
        File.WriteAllText(Path.Combine(_folder, "workspace", "Order.cs"), "public class Order { }\n");
        string second = new Uri(Directory.CreateDirectory(Path.Combine(_folder, "second")).FullName).AbsoluteUri;
        File.WriteAllText(Path.Combine(_folder, "second", "Order.cs"), "public class Invoice { }\n");
        CompletionDocument document = _document with { Id = DocumentUri.KeyOf(second + "/B.cs"), Path = "B.cs", Key = DocumentUri.KeyOf(second + "/B.cs") };
        using CompilerHost host = Host();
        host.Follow(_document);
        await host.Work!;

        _session.Folders = [.. _session.Folders, second];
        bool before = Judges(host, document);
        host.FoldersChanged();
        await host.Work!;

        Assert.Equal((false, true, true), (before, Judges(host, document), Judges(host, _document)));
        Assert.Contains(new KeyValuePair<string, int>("compilerFiles", 2), host.Counters);
    }

    [Fact]
    public async Task Documents_of_a_folder_that_was_closed_are_not_judged()
    {
        File.WriteAllText(Path.Combine(_folder, "workspace", "Order.cs"), "public class Order { }\n");
        using CompilerHost host = Host();
        host.Follow(_document);
        await host.Work!;
        Assert.True(Judges(host, _document));

        _session.Folders = [];
        bool atOnce = Judges(host, _document);
        host.FoldersChanged();
        await host.Work!;

        Assert.Equal((false, false), (atOnce, host.IsReady));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(101)]
    public async Task Files_that_change_are_read_again(int count)
    {
        string workspace = Path.Combine(_folder, "workspace");
        File.WriteAllText(Path.Combine(workspace, "Order.cs"), "public class Order { }\n");
        using CompilerHost host = Host();
        host.Follow(_document);
        await host.Work!;
        string[] added = [.. Enumerable.Range(0, count).Select(i => $"Added{i}.cs")];
        Array.ForEach(added, name => File.WriteAllText(Path.Combine(workspace, name), "public class Added { }\n"));
        File.Delete(Path.Combine(workspace, "Order.cs"));
        using RepositoryFiles files = RepositoryFiles.Open(workspace, Path.Combine(_folder, "cache"));

        host.Changed(files, [.. added, "Order.cs"]);
        await host.Work!;

        Assert.Contains(new KeyValuePair<string, int>("compilerFiles", count), host.Counters);
    }

    [Fact]
    public async Task Of_a_folder_that_is_gone_all_sources_are_forgotten()
    {
        string workspace = Path.Combine(_folder, "workspace");
        File.WriteAllText(Path.Combine(workspace, "Order.cs"), "public class Order { }\n");
        string old = Directory.CreateDirectory(Path.Combine(workspace, "old")).FullName;
        File.WriteAllText(Path.Combine(old, "Invoice.cs"), "public class Invoice { }\n");
        using CompilerHost host = Host();
        host.Follow(_document);
        await host.Work!;
        Directory.Delete(old, recursive: true);
        using RepositoryFiles files = RepositoryFiles.Open(workspace, Path.Combine(_folder, "cache"));

        host.Changed(files, ["old"]);
        await host.Work!;

        Assert.Contains(new KeyValuePair<string, int>("compilerFiles", 1), host.Counters);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_typed_in_a_document_counts_for_the_others_while_it_is_open(bool isOpen)
    {
        File.WriteAllText(Path.Combine(_folder, "workspace", "Order.cs"), "public class Order { }\n");
        using RepositoryFiles files = RepositoryFiles.Open(Path.Combine(_folder, "workspace"), Path.Combine(_folder, "cache"));
        string uri = _session.Folders[0] + "/Order.cs";
        OpenDocument order = _documents.Open(new TextDocumentItem(uri, "csharp", 1, "public class Order { public Order Next; }\n"));
        using CompilerHost host = Host();
        host.Follow(_document);
        await host.Work!;

        host.Follow(_session.Describe(order));
        if (!isOpen)
        {
            _documents.Close(uri);
            host.Changed(files, ["Order.cs"]);
        }

        host.Follow(_document);
        await host.Work!;

        Assert.Equal(isOpen ? "Order" : null, await TypeBefore(host, "class A { int F(Order order) => order.Next.", "; }"));
    }

    [Fact]
    public async Task What_was_typed_since_a_file_was_saved_is_not_forgotten()
    {
        File.WriteAllText(Path.Combine(_folder, "workspace", "Order.cs"), "public class Order { }\n");
        using RepositoryFiles files = RepositoryFiles.Open(Path.Combine(_folder, "workspace"), Path.Combine(_folder, "cache"));
        _documents.Open(new TextDocumentItem(_session.Folders[0] + "/Order.cs", "csharp", 1, "public class Order { public Order Next; }\n"));
        using CompilerHost host = Host();
        host.Follow(_document);
        await host.Work!;

        host.Changed(files, ["Order.cs"]);
        await host.Work!;

        Assert.Equal("Order", await TypeBefore(host, "class A { int F(Order order) => order.Next.", "; }"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<string?> TypeBefore(CompilerHost host, string before, string after) => Task.Run(
        () => host.Service.ReceiverType(_document with { Text = before + after }, before.Length, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

    private static bool Judges(CompilerHost host, CompletionDocument document) =>
        host.Service.Begin(CursorContext.At(document, 0), CompletionSettings.Default, CancellationToken.None) is not null;

    private CompilerHost Host() => new(_session, _documents, Path.Combine(_folder, "cache"), NullLogger<CompilerHost>.Instance);
}
