using Fathom.Inference.Tests;
using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.Files;

/// <summary>A git repository in a temporary folder, with a cache folder of its own beside it.</summary>
internal sealed class GitFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GitFolder(bool isRepository = true)
    {
        Root = Directory.CreateDirectory(_folder.File("repository")).FullName;
        Cache = Directory.CreateDirectory(_folder.File("cache")).FullName;
        if (isRepository)
        {
            LibGit2Sharp.Repository.Init(Root);
        }
    }

    public string Root { get; }

    public string Cache { get; }

    public string Write(string path, string text = "class A { }\n")
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Track(string path)
    {
        using var repository = new LibGit2Sharp.Repository(Root);
        repository.Index.Add(path);
        repository.Index.Write();
    }

    public RepositoryFiles Open() => RepositoryFiles.Open(Root, Cache);

    public IReadOnlyList<string> Paths()
    {
        using RepositoryFiles files = Open();
        return [.. files.Enumerate(CancellationToken.None).Select(file => file.Path).Order(StringComparer.Ordinal)];
    }

    public SkipReason ReasonOf(string path)
    {
        using RepositoryFiles files = Open();
        return files.Judge(path).Reason;
    }

    public void Dispose() => _folder.Dispose();
}
