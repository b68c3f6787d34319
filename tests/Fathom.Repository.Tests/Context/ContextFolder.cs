using Fathom.Repository.Context;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Repository.Tests.Files;

namespace Fathom.Repository.Tests.Context;

/// <summary>A repository whose context is asked for; a token is four characters.</summary>
internal sealed class ContextFolder : IDisposable
{
    private readonly GitFolder _folder = new();
    private readonly RepositoryFiles _files;

    public ContextFolder(params (string Path, string Text)[] files)
    {
        _files = _folder.Open();
        Index = RepositoryIndex.Open(_files, _folder.Cache);
        foreach ((string path, string text) in files)
        {
            _folder.Write(path, text);
        }

        Index.Refresh(null, CancellationToken.None);
        Context = new RepositoryContext(Index, Edits);
    }

    public RepositoryIndex Index { get; }

    public RecentEdits Edits { get; } = new();

    public RepositoryContext Context { get; }

    public static ContextOptions Options(int tokens = 800) => new(tokens, text => (text.Length + 3) / 4) { SeenBefore = 10_000, SeenAfter = 10_000 };

    public void Write(string path, string text) => _folder.Write(path, text);

    /// <summary>A place in a document, marked by <c>▮</c>.</summary>
    public static ContextRequest At(string path, string marked) =>
        new(path, marked.Replace("▮", "", StringComparison.Ordinal), marked.IndexOf('▮', StringComparison.Ordinal));

    public IReadOnlyList<ContextPiece> Choose(string path, string marked, ContextOptions? options = null, Func<string?>? receiverType = null) =>
        Context.Choose(At(path, marked) with { ReceiverType = receiverType }, options ?? Options(), [], CancellationToken.None);

    public void Dispose()
    {
        Index.Dispose();
        _files.Dispose();
        _folder.Dispose();
    }
}
