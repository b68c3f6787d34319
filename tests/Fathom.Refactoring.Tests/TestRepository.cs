using Fathom.Inference.Tests;
using Fathom.Refactoring.Instructions;
using Fathom.Refactoring.Renaming;
using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Refactoring.Structural;
using Fathom.Repository.Files;
using Microsoft.Extensions.AI;

namespace Fathom.Refactoring.Tests;

/// <summary>A folder of C# projects on disk.</summary>
internal sealed class TestRepository : IDisposable
{
    public const string Library = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>""";
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();

    public TestRepository(params (string Path, string Text)[] files)
    {
        foreach ((string path, string text) in files)
        {
            Write(path, text);
        }

        Files = RepositoryFiles.Open(_folder.Path, _cache.Path);
    }

    public RepositoryFiles Files { get; }

    /// <summary>One source that needs no project.</summary>
    public static TestRepository Of(string text) => new(("A.cs", text));

    public string FullPath(string path) => Path.Combine(_folder.Path, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FullPath(path))!);
        File.WriteAllText(FullPath(path), text);
    }

    public async Task<ChangeSet> ReplaceAsync(string pattern, string replacement, params string[] constraints)
    {
        using EditableWorkspace workspace = EditableWorkspace.Load(Files, _ => null, TestContext.Current.CancellationToken);
        return await StructuralReplace.StageAsync(workspace, pattern, replacement, [.. constraints.Select(TypeConstraint.Read)], TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<FoundPlace>> SearchAsync(string pattern, params string[] constraints)
    {
        using EditableWorkspace workspace = EditableWorkspace.Load(Files, _ => null, TestContext.Current.CancellationToken);
        return await StructuralSearch.FindAsync(workspace, pattern, [.. constraints.Select(TypeConstraint.Read)], TestContext.Current.CancellationToken);
    }

    /// <summary>Renames what stands where a marked text first occurs in a file; the mark <c>|</c> is where the cursor is.</summary>
    public async Task<ChangeSet> RenameAsync(string path, string marked, string newName)
    {
        using EditableWorkspace workspace = EditableWorkspace.Load(Files, _ => null, TestContext.Current.CancellationToken);
        int mark = marked.IndexOf('|', StringComparison.Ordinal);
        int offset = File.ReadAllText(FullPath(path)).IndexOf(marked.Remove(mark, 1), StringComparison.Ordinal) + mark;
        return await SymbolRename.StageAsync(workspace, path, offset, newName, TestContext.Current.CancellationToken);
    }

    /// <summary>Has a model edit; the instruction is of no matter to a scripted one.</summary>
    public async Task<(ChangeSet Changes, string? Summary)> EditAsync(IChatClient model, IProgress<string> progress, Func<string, bool>? mayShow = null)
    {
        using EditableWorkspace workspace = EditableWorkspace.Load(Files, _ => null, TestContext.Current.CancellationToken);
        return await InstructedEdit.StageAsync(workspace, Files, mayShow ?? (_ => true), model, "do it", progress, TestContext.Current.CancellationToken);
    }

    /// <summary>Has a model make these calls, one after the other.</summary>
    /// <returns>What comes of them, and what each was answered.</returns>
    public async Task<(ChangeSet Changes, IReadOnlyList<string> Told)> CallAsync(params FunctionCallContent[] calls)
    {
        var model = new ScriptedModel([.. calls, new TextContent("Done.")]);
        (ChangeSet changes, _) = await EditAsync(model, new Progress<string>());
        return (changes, model.Told);
    }

    public void Dispose()
    {
        Files.Dispose();
        _folder.Dispose();
        _cache.Dispose();
    }
}
