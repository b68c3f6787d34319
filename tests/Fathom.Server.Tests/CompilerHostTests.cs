using Fathom.Completion;
using Fathom.Server.Configuration;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fathom.Server.Tests;

/// <summary>When the compiler is loaded, and when it is not.</summary>
public sealed class CompilerHostTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-compiler-").FullName;
    private readonly ServerSession _session = new();
    private readonly CompletionDocument _document;

    public CompilerHostTests()
    {
        string workspace = new Uri(Directory.CreateDirectory(Path.Combine(_folder, "workspace")).FullName).AbsoluteUri;
        _session.Folders = [workspace];
        _document = new CompletionDocument(DocumentUri.KeyOf(workspace + "/A.cs"), "A.cs", "file", "csharp", "class A { }");
    }

    [Fact]
    public async Task The_sources_of_the_open_folder_are_read_at_the_first_CSharp_document()
    {
        File.WriteAllText(Path.Combine(_folder, "workspace", "Order.cs"), "public class Order { }\n");
        using CompilerHost host = Host();

        host.Prepare(_document, 0);
        await host.Work!;

        Assert.Contains(new KeyValuePair<string, int>("compilerFiles", 1), host.Counters);
    }

    [Fact]
    public void With_guidance_and_check_off_nothing_is_ever_loaded()
    {
        _session.Settings = ServerSettings.Default with { Completion = CompletionSettings.Default with { Guidance = false, Check = false } };
        using CompilerHost host = Host();

        host.Prepare(_document, 0);

        Assert.Null(host.Work);
    }

    [Fact]
    public void Documents_in_other_languages_load_nothing()
    {
        using CompilerHost host = Host();

        host.Prepare(_document with { Path = "notes.md", LanguageId = "markdown" }, 0);

        Assert.Null(host.Work);
    }

    [Fact]
    public void A_document_outside_of_the_open_folders_loads_nothing()
    {
        using CompilerHost host = Host();

        host.Prepare(_document with { Id = "file:///elsewhere/A.cs" }, 0);

        Assert.Null(host.Work);
    }

    [Fact]
    public async Task A_folder_without_sources_gives_no_judgement()
    {
        using CompilerHost host = Host();

        host.Prepare(_document, 0);
        await host.Work!;

        Assert.False(host.IsReady);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CompilerHost Host() => new(_session, Path.Combine(_folder, "cache"), NullLogger<CompilerHost>.Instance);
}
