using Fathom.Repository.Files;

namespace Fathom.Repository.Context.Windows;

/// <summary>Orders files by how near they lie to a document. Only paths count, so typing changes nothing.</summary>
/// <param name="path">The document.</param>
internal sealed class Nearness(string path)
{
    private readonly string[] _folders = path.Split('/')[..^1];
    private readonly string _extension = Path.GetExtension(path);

    /// <summary>The files, the nearest first: of the same language, then of as many folders in common, then of as few others in between.</summary>
    public IEnumerable<RepositoryFile> Order(IEnumerable<RepositoryFile> files) => files
        .Select(file => (File: file, Parts: file.Path.Split('/')))
        .OrderByDescending(each => each.File.Path.EndsWith(_extension, StringComparison.OrdinalIgnoreCase))
        .ThenByDescending(each => Shared(each.Parts))
        .ThenBy(each => each.Parts.Length)
        .ThenBy(each => each.File.Path, StringComparer.Ordinal)
        .Select(each => each.File);

    private int Shared(string[] parts) => _folders.Zip(parts[..^1]).TakeWhile(pair => pair.First == pair.Second).Count();
}
