using System.Threading.Channels;
using Fathom.Repository.Files;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Workspaces;

/// <summary>
/// Carries changes into the index, the cache and the compiler, one after another and off the way of the messages. What changes again before its turn is taken once: a document
/// that is typed in, a second after the first key; a switch of branches, as one comparison of the whole folder.
/// </summary>
internal sealed class IndexUpdates : IDisposable
{
    private const int MostSingleFiles = 100;

    // What has one of these was never read, whether it is there or gone.
    private static readonly HashSet<SkipReason> s_unread =
        [SkipReason.Outside, SkipReason.Hidden, SkipReason.IgnoredByGit, SkipReason.IgnoredByFathom, SkipReason.Generated, SkipReason.SecretName];

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly Func<WorkspaceRepository, CancellationToken, Task> _refresh;
    private readonly CacheFeed _cache;
    private readonly Func<RepositoryFiles, string, string?> _openText;
    private readonly Action<RepositoryFiles, IReadOnlyCollection<string>> _changedOnDisk;
    private readonly Action _rulesChanged;
    private readonly ILogger<RepositoryService> _logger;
    private Dictionary<(WorkspaceRepository Repository, string Path), string?> _waiting = [];

    /// <param name="refresh">Compares a whole folder.</param>
    /// <param name="cache">Takes single files, too.</param>
    /// <param name="openText">The text that the editor has of a file; null of one that is not open.</param>
    /// <param name="changedOnDisk">Hears of the files that have changed on disk, a second's together.</param>
    /// <param name="rulesChanged">Hears that ignore files have.</param>
    /// <param name="logger">Where failures are logged.</param>
    public IndexUpdates(
        Func<WorkspaceRepository, CancellationToken, Task> refresh,
        CacheFeed cache,
        Func<RepositoryFiles, string, string?> openText,
        Action<RepositoryFiles, IReadOnlyCollection<string>> changedOnDisk,
        Action rulesChanged,
        ILogger<RepositoryService> logger)
    {
        (_refresh, _cache, _openText, _changedOnDisk, _rulesChanged, _logger) = (refresh, cache, openText, changedOnDisk, rulesChanged, logger);
        _ = Task.Run(RunAsync);
    }

    /// <summary>A file has changed.</summary>
    /// <param name="repository">Its folder.</param>
    /// <param name="path">Path relative to the folder.</param>
    /// <param name="text">The text that the editor has; null for what lies on disk.</param>
    public void Add(WorkspaceRepository repository, string path, string? text)
    {
        lock (_lock)
        {
            // A change on disk stays one, whatever is typed behind it: its text is looked up when its turn comes.
            bool isOnDisk = _waiting.TryGetValue((repository, path), out string? before) && before is null;
            _waiting[(repository, path)] = isOnDisk ? null : text;
        }

        _wake.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Cancel();

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(_ended.Token);
                await Task.Delay(s_pause, _ended.Token);
                Dictionary<(WorkspaceRepository Repository, string Path), string?> taken;
                lock (_lock)
                {
                    (taken, _waiting) = (_waiting, []);
                }

                foreach (var changes in taken.GroupBy(each => each.Key.Repository))
                {
                    await ApplyAsync(changes.Key, [.. changes.Select(each => (each.Key.Path, each.Value))]);
                }
            }
        }
        catch (OperationCanceledException)
        {
            _logger.LogTrace("no more updates of the index");
        }
    }

    private async Task ApplyAsync(WorkspaceRepository repository, IReadOnlyList<(string Path, string? Text)> changes)
    {
        if (repository.Closed.IsCancellationRequested)
        {
            return;
        }

        try
        {
            // Rules are read from disk: what is typed in an open file of them, or put again by a refresh, changes none.
            bool areRulesNew = changes.Any(change => change.Text is null && AreRules(repository.Files, change.Path));
            if (areRulesNew)
            {
                repository.Files.ReloadRules();
                _rulesChanged();
            }

            changes = [.. changes.SelectMany(change => Read(repository.Files, change))];
            string[] onDisk = [.. changes.Where(change => change.Text is null).Select(change => change.Path)];
            if (onDisk.Length > 0)
            {
                Array.ForEach(onDisk, repository.Saved);
                _changedOnDisk(repository.Files, onDisk);
            }

            // A refresh puts the texts of all open documents again; were they counted, many of them would ask for the next one.
            if (areRulesNew || onDisk.Length > MostSingleFiles)
            {
                await _refresh(repository, _ended.Token);
                return;
            }

            foreach ((string path, string? changed) in changes)
            {
                // What was saved may have been typed on in since.
                string? text = changed ?? _openText(repository.Files, path);
                _cache.Update(repository.Files, path, text);
                if (text is null)
                {
                    repository.Index?.Update(path);
                }
                else
                {
                    repository.Index?.Update(path, text.ReplaceLineEndings("\n"));
                }
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _logger.LogWarning("the index was not updated: {Reason}", failure.Message);
        }
    }

    private static bool AreRules(RepositoryFiles files, string path) =>
        Path.GetFileName(path) is ".gitignore" or ".fathomignore" && files.MayHold(path[..Math.Max(0, path.LastIndexOf('/'))]);

    /// <summary>
    /// The files of a change that may be read, or were: a build writes hundreds of others, which say nothing. A folder that came counts as all files in it; of one that is gone
    /// the editor tells in one change, and so does this.
    /// </summary>
    private IEnumerable<(string Path, string? Text)> Read(RepositoryFiles files, (string Path, string? Text) change)
    {
        if (change.Text is not null)
        {
            return [change];
        }

        if (Directory.Exists(files.FullPath(change.Path)))
        {
            return files.EnumerateUnder(change.Path, _ended.Token).Select(file => (file.Path, (string?)null));
        }

        SkipReason reason = files.JudgePath(change.Path).Reason;
        bool isUnread = s_unread.Contains(reason) || (reason == SkipReason.UnknownLanguage && File.Exists(files.FullPath(change.Path)));
        return isUnread ? [] : [change];
    }
}
