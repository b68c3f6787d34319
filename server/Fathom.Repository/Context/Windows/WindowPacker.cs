using Fathom.Repository.Files;

namespace Fathom.Repository.Context.Windows;

/// <summary>
/// Fills the long window of a model with a repository: whole files, those that change least first, and behind them, next to the cursor, what
/// <see cref="RepositoryContext"/> chooses for the place. A prefix cache, here or at whoever serves the model, keeps all that stands in front of the first change.
/// </summary>
/// <remarks>
/// Which files are taken, and their order, follows from the path of the document, the budget and the history, never from what is typed. The document's own file is
/// left out whatever lies on disk under its path. The last choice is kept, so the files are read once and not at every keystroke; its texts take about six bytes a token.
/// Safe for concurrent use; one window is packed at a time.
/// </remarks>
/// <param name="files">The gate: nothing that it refuses is read.</param>
/// <param name="nearby">Chooses what stands next to the cursor; null for whole files alone.</param>
public sealed class WindowPacker(RepositoryFiles files, ContextKeeper? nearby)
{
    private const int NearbyShare = 8;
    private const int MostNearby = 4_000;
    private const int LeastPiece = 32;
    private const int MostMisfits = 50;

    // <|path|>, the line break behind the path and <|file_separator|>, or what a remote model's prompt has in their place.
    private const int ControlTokens = 3;

    // A character takes up to four bytes, and a token of code has hardly ever more than sixteen characters.
    private const int MostBytesOfToken = 64;
    private readonly Lock _lock = new();
    private volatile Choice? _last;
    private volatile string? _packedFor;
    private volatile bool _isStale;

    /// <summary>Chooses pieces, in the order in which the model reads them.</summary>
    /// <param name="documentId">Names the document.</param>
    /// <param name="request">The document and the cursor.</param>
    /// <param name="options">The budget, and how the model's tokens are counted; a count that may only be an estimate has to err on the side of too many.</param>
    /// <param name="progress">Told how many tokens are chosen so far, while files are read.</param>
    /// <param name="cancellationToken">Cancelled when the pieces are not wanted any more.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    /// <exception cref="OperationCanceledException">The choice was cancelled.</exception>
    public IReadOnlyList<ContextPiece> Pack(
        string documentId, ContextRequest request, ContextOptions options, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        int reserved = nearby is null ? 0 : Math.Min(options.Tokens / NearbyShare, MostNearby);
        IReadOnlyList<ContextPiece> near = nearby?.At(documentId, request, options with { Tokens = reserved }, cancellationToken) ?? [];
        lock (_lock)
        {
            if (_isStale || _last is not { } last || last.Path != request.Path || last.Tokens != options.Tokens)
            {
                last = new Choice(documentId, request.Path, options.Tokens, Read(request.Path, options, options.Tokens - reserved, progress, cancellationToken));
                _last = last;
            }

            return [.. last.Files.Select(file => file.Piece), .. near];
        }
    }

    /// <summary>What was chosen last for a document, at once; empty where that was another one.</summary>
    /// <param name="documentId">Names the document.</param>
    public IReadOnlyList<ContextPiece> Latest(string documentId) =>
        _last is { } last && last.DocumentId == documentId ? [.. last.Files.Select(file => file.Piece), .. nearby?.Latest(documentId) ?? []] : [];

    /// <summary>Much has changed on disk or in git: the next window is chosen anew. Returns at once.</summary>
    public void Changed() => _isStale = true;

    /// <summary>A file has changed on disk: the next window that may hold it is chosen anew. Returns at once.</summary>
    /// <param name="path">The file, relative to the folder.</param>
    public void Changed(string path)
    {
        if (path != _packedFor)
        {
            _isStale = true;
        }
    }

    private List<WholeFile> Read(string path, ContextOptions options, int budget, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        // What changes while the files are read makes the choice stale again, but for the document that this choice leaves out.
        _packedFor = path;
        _isStale = false;
        try
        {
            return WholeFiles(path, options, budget, FileChanges.Of(files.Folder, cancellationToken), progress, cancellationToken);
        }
        catch
        {
            _isStale = true;
            throw;
        }
    }

    private List<WholeFile> WholeFiles(string path, ContextOptions options, int budget, FileChanges changes, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var chosen = new List<WholeFile>();
        int left = budget;
        int misfits = 0;
        foreach (RepositoryFile file in new Nearness(path).Order(files.Enumerate(cancellationToken).Where(file => file.Path != path)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left < LeastPiece || misfits > MostMisfits)
            {
                break;
            }

            if (file.Length / MostBytesOfToken > left)
            {
                misfits++;
            }
            else if (files.Read(file.Path).Text is { Length: > 0 } text)
            {
                int tokens = options.CountTokens(text) + options.CountTokens(file.Path) + ControlTokens;
                if (tokens > left)
                {
                    misfits++;
                    continue;
                }

                chosen.Add(new WholeFile(new ContextPiece(ContextKind.WholeFile, file.Path, text, changes.Describe(file), tokens), changes.RankOf(file)));
                left -= tokens;
                progress?.Report(budget - left);
            }
        }

        return [.. chosen.OrderBy(file => file.Rank).ThenBy(file => file.Piece.Path, StringComparer.Ordinal)];
    }

    private sealed record Choice(string DocumentId, string Path, int Tokens, IReadOnlyList<WholeFile> Files);
}
