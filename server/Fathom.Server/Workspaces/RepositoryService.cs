using System.Collections.Concurrent;
using Fathom.Backends;
using Fathom.Completion;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Repository.Context;
using Fathom.Repository.Files;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Models;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Workspaces;

/// <summary>The open folders: read and, where the model reads other files, indexed in the background, kept equal to what changes, and asked for what a model reads beside a document.</summary>
/// <param name="session">The open folders and the settings.</param>
/// <param name="documents">The open documents, whose texts go before those on disk.</param>
/// <param name="models">The model, which loads before anything is indexed.</param>
/// <param name="client">Shows progress and watches files.</param>
/// <param name="compiler">Knows what stands before a dot.</param>
/// <param name="cacheFolder">Fathom's part of the user's cache; null for no index.</param>
/// <param name="logger">Where failures are logged.</param>
internal sealed class RepositoryService(
    ServerSession session, DocumentStore documents, ModelHost models, ClientMessages client, CompilerService compiler, string? cacheFolder, ILogger<RepositoryService> logger) : IDisposable
{
    // What is not found in this time is there for the next key.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patienceForReceiver = s_patience / 2;
    private readonly ConcurrentDictionary<string, WorkspaceRepository> _open = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ended = new();
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly WorkspaceIndexer _indexer = new(session, client, logger);
    private readonly CacheFeed _cache = new(session, models, logger);
    private readonly LooseDocuments _loose = new(folder => RepositoryFiles.Open(folder, cacheFolder));
    private readonly OuterRules _around = new(folder => RepositoryFiles.Open(folder, cacheFolder));
    private CompletionSettings _applied = CompletionSettings.Default;
    private ICompletionModel? _followed;
    private IndexUpdates? _updates;

    /// <summary>Raised with the paths of files of an open folder that were saved or have changed outside of the editor, a second's together.</summary>
    public event Action<RepositoryFiles, IReadOnlyCollection<string>>? FilesChanged;

    /// <summary>Raised when an ignore file of an open folder has changed: other files may be read now.</summary>
    public event Action? RulesChanged;

    /// <summary>Opens the folders once the model is loaded, and has the client watch their files. Does nothing where the server ends first.</summary>
    /// <param name="loaded">Ends when the model has loaded or failed.</param>
    public async Task StartAsync(Task loaded)
    {
        await loaded;
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        models.Changed += FollowModel;
        TakeUp(models.State.Model);
        if (cacheFolder is null)
        {
            return;
        }

        _applied = session.Settings.Completion;
        _updates = new IndexUpdates(
            RefreshAsync, _cache, (files, path) => documents.WithKey(files.KeyOf(path))?.Text, (files, paths) => FilesChanged?.Invoke(files, paths), () => RulesChanged?.Invoke(), logger);
        if (session.CanWatchFiles)
        {
            await client.WatchFilesAsync();
        }

        await OpenFoldersAsync();
    }

    /// <summary>Drops what is gone of the folders at once and opens what is new, one after another. Does nothing before the start.</summary>
    public async Task OpenFoldersAsync()
    {
        if (_updates is null)
        {
            return;
        }

        // A folder that is being read holds the others up, unless it is gone itself.
        CloseGone();
        await _opening.WaitAsync();
        try
        {
            foreach (string folder in Wanted())
            {
                await OpenAsync(folder);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>The settings have changed: what they keep out leaves the cache, and what they let in is read. Returns at once.</summary>
    public void ApplySettings()
    {
        CompletionSettings now = session.Settings.Completion;
        CompletionSettings before = Interlocked.Exchange(ref _applied, now);
        if (_updates is not null && !(now.Exclude.SequenceEqual(before.Exclude) && now.DisabledLanguages.SequenceEqual(before.DisabledLanguages)))
        {
            _ = Task.Run(ReadAgainAsync);
        }
    }

    /// <summary>The user has typed at a place of a document.</summary>
    public void Edited(OpenDocument document, int offset)
    {
        foreach ((WorkspaceRepository repository, string path) in Readers(document.Uri))
        {
            repository.Edited(path, document.Lines.PositionOf(offset).Line);
            _updates?.Add(repository, path, document.Text);
        }
    }

    /// <summary>A file was saved, or has changed outside of the editor.</summary>
    public void Changed(string uri)
    {
        foreach ((WorkspaceRepository repository, string path) in Readers(uri))
        {
            _updates?.Add(repository, path, null);
        }
    }

    /// <summary>A document was closed; what lies on disk counts again.</summary>
    public void Closed(string uri)
    {
        foreach ((WorkspaceRepository repository, string path) in Readers(uri))
        {
            repository.Forget(DocumentUri.KeyOf(uri));
            _updates?.Add(repository, path, null);
        }
    }

    /// <summary>What the model reads beside a document at a place, if it is found within 50 ms, else what it has read last. Fails only where the request is cancelled.</summary>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<IReadOnlyList<ContextFile>> ContextSoonAsync(OpenDocument document, int offset, ICompletionModel? model, CancellationToken cancellationToken)
    {
        if (Find(document.Uri) is not var (repository, path) || model is null || TokensFor(model) == 0)
        {
            return [];
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            return await ChooseAsync(repository, document, RequestAt(document, path, offset, patience.Token), model, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return LetOut(repository, repository.LatestContext(document.Key, model.RunsElsewhere), model);
        }
    }

    /// <summary>What the model reads beside a document at a place; nothing where that was cancelled. Never fails.</summary>
    public async Task<IReadOnlyList<ContextFile>> ContextAsync(OpenDocument document, int offset, ICompletionModel model, CancellationToken cancellationToken)
    {
        if (Find(document.Uri) is not var (repository, path) || TokensFor(model) == 0)
        {
            return [];
        }

        try
        {
            return await ChooseAsync(repository, document, RequestAt(document, path, offset, cancellationToken), model, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    /// <summary>Why the text of a document must not leave this process; <see cref="SkipReason.None"/> where it may.</summary>
    public SkipReason WhyNotSent(OpenDocument document)
    {
        if (DocumentUri.FilePath(document.Uri) is not { } file)
        {
            return RepositoryFiles.JudgeLoose(document.Uri[(document.Uri.LastIndexOf('/') + 1)..], document.Text);
        }

        // A folder that is still to be opened, or is opened anew for another model, has its rules already.
        string[] folders = FoldersAround(file);
        SkipReason reason = Find(document.Uri) is var (repository, path) && (folders.Length == 0 || repository.Files.Folder == folders[0]) && repository.WhyNotSent(path, document.Text) is { } judged
            ? judged
            : _loose.Judge(folders.FirstOrDefault() ?? RepositoryRoot.Around(file), file, document.Text);
        return reason != SkipReason.None ? reason : folders.Skip(1).Select(folder => _around.Ignored(folder, [file]).GetValueOrDefault(file)).FirstOrDefault(ignored => ignored != SkipReason.None);
    }

    /// <summary>True for a file that one of the open folders around its own ignores: what is ignored there leaves this machine by no folder in it.</summary>
    /// <param name="folder">Full path of the folder that it is a file of.</param>
    /// <param name="file">Its full path.</param>
    /// <exception cref="IOException">The rules cannot be read.</exception>
    public bool IsIgnoredAround(string folder, string file) => FoldersAround(folder).Any(outer => _around.Ignored(outer, [file]).Count > 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        models.Changed -= FollowModel;
        _ended.Cancel();
        _updates?.Dispose();
        _loose.Dispose();
        _around.Dispose();
    }

    private ContextRequest RequestAt(OpenDocument document, string path, int offset, CancellationToken cancellationToken) =>
        new(path, document.Text, offset, () => compiler.ReceiverType(session.Describe(document), offset, s_patienceForReceiver, cancellationToken));

    private async Task<IReadOnlyList<ContextFile>> ChooseAsync(
        WorkspaceRepository repository, OpenDocument document, ContextRequest request, ICompletionModel model, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<ContextFile> chosen = await repository.ContextAtAsync(document.Key, request, ContextBudget.Of(model, TokensFor(model)), model.RunsElsewhere, cancellationToken);
            return LetOut(repository, chosen, model);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            if (!repository.Closed.IsCancellationRequested)
            {
                logger.LogWarning("no context for {Uri}: {Reason}", document.Uri, failure.Message);
            }

            return [];
        }
    }

    private async Task ReadAgainAsync()
    {
        _cache.RemoveExcluded();
        foreach (WorkspaceRepository repository in _open.Values)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, repository.Closed);
            await FillCacheAsync(repository, ended.Token);
        }
    }

    /// <summary>The cache first: it takes seconds where the index of a large repository takes a minute.</summary>
    private async Task RefreshAsync(WorkspaceRepository repository, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, repository.Closed);
        await FillCacheAsync(repository, ended.Token);
        if (IsWanted() && !ended.IsCancellationRequested)
        {
            await _indexer.RefreshAsync(repository, ended.Token);
        }
    }

    /// <summary>What was read from disk gives way to what the editor has.</summary>
    private async Task FillCacheAsync(WorkspaceRepository repository, CancellationToken cancellationToken)
    {
        await _cache.RefreshAsync(repository.Files, cancellationToken);
        foreach (OpenDocument document in documents.All)
        {
            if (Readers(document.Uri).FirstOrDefault(each => each.Repository == repository).Path is { } path)
            {
                _updates?.Add(repository, path, document.Text);
                if (documents.Find(document.Uri) is null)
                {
                    _updates?.Add(repository, path, null);
                }
            }
        }
    }

    /// <summary>The open folders that a file or folder lies in, or are to be opened, innermost first.</summary>
    private string[] FoldersAround(string file) =>
        [.. Wanted().Select(Path.TrimEndingDirectorySeparator).Where(each => file.StartsWith(each + Path.DirectorySeparatorChar, StringComparison.Ordinal)).OrderByDescending(each => each.Length)];

    /// <summary>What is ignored in a folder leaves it neither by another that lies in it. By its name alone no file is kept, since the inner folder was opened as it is. Where that cannot be said nothing leaves.</summary>
    private IReadOnlyList<ContextFile> LetOut(WorkspaceRepository repository, IReadOnlyList<ContextFile> files, ICompletionModel model)
    {
        string[] outer = model.RunsElsewhere ? FoldersAround(repository.Files.Folder) : [];
        if (outer.Length == 0 || files.Count == 0)
        {
            return files;
        }

        try
        {
            HashSet<string> ignored = [.. outer.SelectMany(folder => _around.Ignored(folder, files.SelectMany(file => file.Paths).Select(repository.Files.FullPath).Distinct()).Keys)];
            return ignored.Count == 0 ? files : [.. files.Where(file => !file.Paths.Select(repository.Files.FullPath).Any(ignored.Contains))];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException or LibGit2Sharp.LibGit2SharpException)
        {
            logger.LogWarning("no context: {Reason}", failure.Message);
            return [];
        }
    }

    private HashSet<string> Wanted() => [.. session.Folders.Select(DocumentUri.FilePath).OfType<string>().Where(IsProject)];

    private void CloseGone()
    {
        foreach (string gone in _open.Keys.Except(Wanted()).ToArray())
        {
            if (_open.TryRemove(gone, out WorkspaceRepository? closed))
            {
                closed.Dispose();
                _cache.Close(closed.Files);
            }
        }
    }

    // The folders may have changed while others were read, and may change while this one is opened.
    private async Task OpenAsync(string folder)
    {
        if (_ended.IsCancellationRequested || _open.ContainsKey(folder) || !Wanted().Contains(folder))
        {
            return;
        }

        try
        {
            WorkspaceRepository repository = WorkspaceRepository.Open(folder, cacheFolder!, IsWanted());
            foreach (string problem in repository.Problems)
            {
                logger.LogWarning("{Problem}", problem);
            }

            _cache.Open(repository.Files);
            _open[folder] = repository;
            CloseGone();
            await RefreshAsync(repository, _ended.Token);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or LibGit2Sharp.LibGit2SharpException)
        {
            logger.LogWarning("{Folder} cannot be read: {Reason}", folder, failure.Message);
        }
    }

    private bool IsWanted() => TokensFor(models.State.Model) > 0;

    private int TokensFor(ICompletionModel? model) => model is RemoteCompletionModel remote ? remote.ContextTokens : session.Settings.ContextTokens;

    private void FollowModel()
    {
        ICompletionModel? model = models.State.Model;
        if (model is not null && model != _followed)
        {
            TakeUp(model);
            _ = Task.Run(ReadForModelAsync);
        }
    }

    private void TakeUp(ICompletionModel? model)
    {
        _followed = model;
        CacheFeed.AnswerAtOnce(model);
        CacheFeed.Learn(model);
        if (!session.Settings.HasRepositoryCache)
        {
            CacheFeed.Disable(model);
        }
    }

    /// <summary>Another model may want an index where the one before wanted none, or have a cache that holds nothing yet.</summary>
    private async Task ReadForModelAsync()
    {
        if (_updates is null)
        {
            return;
        }

        await _opening.WaitAsync();
        try
        {
            foreach ((string folder, WorkspaceRepository repository) in _open)
            {
                if (repository.Index is not null || !IsWanted())
                {
                    await RefreshAsync(repository, _ended.Token);
                }
                else if (_open.TryRemove(folder, out WorkspaceRepository? withoutIndex))
                {
                    withoutIndex.Dispose();
                    _cache.Close(withoutIndex.Files);
                    await OpenAsync(folder);
                }
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Whole disks and homes are opened by mistake, and hold what nobody wants to have read.</summary>
    internal static bool IsProject(string folder) => Directory.Exists(folder)
        && Path.GetDirectoryName(folder) is not null
        && Path.TrimEndingDirectorySeparator(folder) != Path.TrimEndingDirectorySeparator(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The innermost open folder that holds a file: the one that it is completed in.</summary>
    private (WorkspaceRepository Repository, string Path)? Find(string uri) => Holders(uri) is { Count: > 0 } holders ? holders[0] : null;

    /// <summary>The open folders that have read a file, innermost first: where one lies in another both have, unless the rules of the outer one keep the file out.</summary>
    private IEnumerable<(WorkspaceRepository Repository, string Path)> Readers(string uri) =>
        Holders(uri).Where((holder, at) => at == 0 || holder.Repository.Reads(holder.Path));

    /// <summary>All open folders that hold a file, innermost first.</summary>
    private List<(WorkspaceRepository Repository, string Path)> Holders(string uri) => _open.IsEmpty || DocumentUri.FilePath(uri) is not { } file
        ? []
        : [.. _open.Values.OrderByDescending(each => each.Files.Folder.Length).Select(each => (each, each.Files.RelativePath(file)!)).Where(each => each.Item2 is not null)];
}
