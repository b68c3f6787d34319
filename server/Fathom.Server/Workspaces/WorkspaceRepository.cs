using Fathom.Completion.Generation;
using Fathom.Repository.Context;
using Fathom.Repository.Context.Windows;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;

namespace Fathom.Server.Workspaces;

/// <summary>An open folder: its gate and, where the model reads other files, its index and what is chosen from it.</summary>
internal sealed class WorkspaceRepository : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly RecentEdits _edits = new();
    private readonly ContextKeeper? _keeper;
    private readonly WindowPacker _packer;
    private readonly JudgedPieces _judged;
    private readonly SingleRun _choosing;
    private volatile bool _isRead;

    private WorkspaceRepository(RepositoryFiles files, RepositoryIndex? index, string? problem)
    {
        Problems = problem is null ? files.Problems : [.. files.Problems, problem];
        Files = files;
        Index = index;
        Closed = _closing.Token;
        _keeper = index is null ? null : new ContextKeeper(new RepositoryContext(index, _edits));
        _packer = new WindowPacker(files, _keeper);
        _judged = new JudgedPieces(files);
        _choosing = new SingleRun(Closed);
    }

    /// <summary>The gate.</summary>
    public RepositoryFiles Files { get; }

    /// <summary>The index; null where nothing is asked of it.</summary>
    public RepositoryIndex? Index { get; }

    /// <summary>What could not be read or written, sentences for people.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Cancelled when the folder is closed; nothing of it may be asked after that.</summary>
    public CancellationToken Closed { get; }

    /// <summary>Opens a folder; nothing of it is read yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cacheFolder">Fathom's part of the user's cache.</param>
    /// <param name="withIndex">False for a folder of which only the texts are wanted.</param>
    /// <exception cref="IOException">There is no such folder.</exception>
    public static WorkspaceRepository Open(string folder, string cacheFolder, bool withIndex)
    {
        RepositoryFiles files = RepositoryFiles.Open(folder, cacheFolder);
        try
        {
            return new WorkspaceRepository(files, withIndex ? RepositoryIndex.Open(files, cacheFolder) : null, null);
        }
        catch (IOException failure)
        {
            return new WorkspaceRepository(files, null, $"there is no index of {folder}, so the model reads nothing beside a document: {failure.Message}");
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What the model reads beside a document: in a long window whole files too, in a short one nothing until the index has been brought up to date. One choice is made
    /// at a time; one that takes longer than somebody waits for it goes on for those who ask after that.
    /// </summary>
    /// <param name="documentId">Names the document.</param>
    /// <param name="request">The document and the cursor.</param>
    /// <param name="options">The budget.</param>
    /// <param name="leaves">True where it is to leave this machine: what may not is left out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or the folder is closed.</exception>
    public Task<IReadOnlyList<ContextFile>> ContextAtAsync(
        string documentId, ContextRequest request, ContextOptions options, bool leaves, CancellationToken cancellationToken) => _choosing.RunAsync(
        closed =>
        {
            IReadOnlyList<ContextPiece> pieces = options.Tokens >= ContextBudget.LongWindow
                ? _packer.Pack(documentId, request, options, null, closed)
                : _isRead && _keeper is { } keeper ? keeper.At(documentId, request, options, closed) : [];
            return ContextBudget.FilesOf(leaves ? _judged.Judge(pieces, closed) : pieces);
        },
        cancellationToken);

    /// <summary>What the model has read last beside a document, at once; what has not been judged since the rules have changed is left out of what leaves this machine.</summary>
    public IReadOnlyList<ContextFile> LatestContext(string documentId, bool leaves)
    {
        IReadOnlyList<ContextPiece> pieces = _packer.Latest(documentId) is { Count: > 0 } packed ? packed : _keeper?.Latest(documentId) ?? [];
        return ContextBudget.FilesOf(leaves ? _judged.Known(pieces) : pieces);
    }

    /// <summary>Why a text of the folder must not leave this process; null where the folder has been closed meanwhile.</summary>
    public SkipReason? WhyNotSent(string path, string text)
    {
        try
        {
            // What an ignore file names since a moment ago is not sent once more.
            Files.ReloadChangedRules();
            return Files.JudgeText(path, text);
        }
        catch (ObjectDisposedException) when (Closed.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>False for a file that the rules of the folder keep out, and for all once the folder is closed.</summary>
    public bool Reads(string path)
    {
        try
        {
            return Files.JudgePath(path).Reason is SkipReason.None or SkipReason.Missing or SkipReason.TooLarge;
        }
        catch (ObjectDisposedException) when (Closed.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>A file was saved, or has changed outside of the editor.</summary>
    public void Saved(string path) => _packer.Changed(path);

    /// <summary>The user has typed in a line, from 0.</summary>
    public void Edited(string path, int line) => _edits.Add(path, line);

    /// <summary>A document was closed.</summary>
    public void Forget(string documentId) => _keeper?.Forget(documentId);

    /// <summary>The index is up to date, or as far as it will get: what was chosen before may not be.</summary>
    /// <remarks>Before, each choice from a half-read folder would differ from the last, and the model would read its prompt from the start, for files chosen by chance.</remarks>
    public void IndexIsRead()
    {
        _isRead = true;
        _keeper?.ForgetAll();
        _packer.Changed();
    }

    /// <summary>Ends what runs and closes the index's file, after the change that is being written.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        Index?.Dispose();
        Files.Dispose();
        _closing.Dispose();
    }
}
