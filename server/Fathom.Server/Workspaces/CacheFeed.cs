using Fathom.Completion.Generation;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Hosting;
using Fathom.Server.Models;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Workspaces;

/// <summary>
/// Keeps the embedded model's cache equal to the texts of the open repositories, except those that the settings keep out. While a model that
/// runs elsewhere is chosen nothing is put, but what is gone still leaves.
/// </summary>
/// <param name="session">The settings.</param>
/// <param name="models">The model.</param>
/// <param name="logger">Where it is logged what went in, and what failed.</param>
internal sealed class CacheFeed(ServerSession session, ModelHost models, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RepositoryFiles, HashSet<string>> _paths = [];

    /// <summary>Puts all files of a folder that may be read, for a command.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void PutAll(ICompletionModel model, RepositoryFiles files, CancellationToken cancellationToken)
    {
        if (model is EmbeddedCompletionModel embedded)
        {
            embedded.Cache.PutAll(files.ReadAll(cancellationToken).Select(file => (file.Path, file.Text)), Math.Min(2, Environment.ProcessorCount), cancellationToken);
        }
    }

    /// <summary>Leaves the choice of tokens to the model alone.</summary>
    public static void Disable(ICompletionModel? model)
    {
        if (model is EmbeddedCompletionModel embedded)
        {
            embedded.Cache.IsEnabled = false;
        }
    }

    /// <summary>An editor's requests do not wait for what is not sorted yet.</summary>
    public static void AnswerAtOnce(ICompletionModel? model)
    {
        if (model is EmbeddedCompletionModel embedded)
        {
            embedded.Cache.IsPatient = false;
        }
    }

    /// <summary>Lets the cache learn from what comes how far it is to be believed here.</summary>
    public static void Learn(ICompletionModel? model)
    {
        if (model is EmbeddedCompletionModel embedded)
        {
            embedded.Cache.Learns = true;
        }
    }

    /// <summary>A folder was opened: from now on its texts are taken.</summary>
    public void Open(RepositoryFiles files)
    {
        lock (_lock)
        {
            _paths.TryAdd(files, new HashSet<string>(StringComparer.Ordinal));
        }
    }

    /// <summary>Puts all files of a repository that may be read, and removes those that are gone. Never fails.</summary>
    public Task RefreshAsync(RepositoryFiles files, CancellationToken cancellationToken) => Held is { } cache
        ? BackgroundThread.RunInTurn("fathom cache", () => Refresh(cache, files, cancellationToken), CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>A file has changed.</summary>
    /// <param name="files">Its repository.</param>
    /// <param name="path">Path relative to the repository.</param>
    /// <param name="text">The text that the editor has; null for what lies on disk.</param>
    public void Update(RepositoryFiles files, string path, string? text)
    {
        if (Held is not { } cache)
        {
            return;
        }

        (FileVerdict verdict, string? onDisk) = files.Read(path);
        string? now = text is null ? onDisk : files.JudgeText(path, text) == SkipReason.None ? text.ReplaceLineEndings("\n") : null;
        if (verdict.File is not { } file || now is null || !MayLearnFrom(path))
        {
            // Of a folder that is gone the editor tells, not of its files.
            cache.Remove([files.KeyOf(path), .. Under(files, path)]);
            return;
        }

        if (Cache != cache || !Register(files, file.Path))
        {
            return;
        }

        string key = files.KeyOf(file.Path);
        cache.Put(key, now);

        // The settings may have changed meanwhile, or the folder was closed: too late for what removes by the paths known then.
        if (!MayLearnFrom(path) || !Register(files, file.Path))
        {
            cache.Remove(key);
        }
    }

    /// <summary>Removes what the settings keep out now.</summary>
    public void RemoveExcluded()
    {
        string[] excluded;
        lock (_lock)
        {
            excluded = [.. _paths.SelectMany(each => each.Value.Where(path => !MayLearnFrom(path)).Select(path => each.Key.KeyOf(path)))];
        }

        Held?.Remove(excluded);
    }

    /// <summary>A folder was closed: its texts leave the cache, unless another open folder holds them as well.</summary>
    public void Close(RepositoryFiles files)
    {
        HashSet<string> left;
        lock (_lock)
        {
            if (!_paths.Remove(files, out HashSet<string>? gone))
            {
                return;
            }

            // One folder may lie in another.
            left = [.. gone.Select(path => files.KeyOf(path))];
            left.ExceptWith(_paths.SelectMany(each => each.Value.Select(path => each.Key.KeyOf(path))));
        }

        Held?.Remove([.. left]);
    }

    /// <summary>Notes a path of a folder; false where the folder is closed.</summary>
    private bool Register(RepositoryFiles files, string path)
    {
        lock (_lock)
        {
            if (_paths.TryGetValue(files, out HashSet<string>? known))
            {
                known.Add(path);
                return true;
            }

            return false;
        }
    }

    private string[] Under(RepositoryFiles files, string path)
    {
        string folder = path + "/";
        lock (_lock)
        {
            return [.. (_paths.GetValueOrDefault(files) ?? []).Where(each => each.StartsWith(folder, StringComparison.Ordinal)).Select(files.KeyOf)];
        }
    }

    private bool MayLearnFrom(string path) => session.Settings.Completion.MayLearnFrom(path);

    /// <summary>The cache of the model of this process, whatever model is chosen.</summary>
    private RepositoryCache? Held => (models.Embedded as EmbeddedCompletionModel)?.Cache;

    /// <summary>The cache that has a say now; null for none.</summary>
    private RepositoryCache? Cache => (models.State.Model as EmbeddedCompletionModel)?.Cache is { IsEnabled: true } cache ? cache : null;

    private void Refresh(RepositoryCache cache, RepositoryFiles files, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        HashSet<string> paths = new(StringComparer.Ordinal);
        string[] before;
        lock (_lock)
        {
            // What comes in while the files are read is not gone.
            before = [.. _paths.GetValueOrDefault(files) ?? []];
        }

        try
        {
            bool hasSay = cache == Cache;

            // One thread: the other processor is the user's.
            int count = hasSay ? cache.PutAll(Seen(), threads: 1, cancellationToken) : 0;
            string[] gone = [.. before.Except(hasSay ? paths : files.Enumerate(cancellationToken).Select(file => file.Path))];
            lock (_lock)
            {
                _paths.GetValueOrDefault(files)?.ExceptWith(gone);
            }

            cache.Remove([.. gone.Select(path => files.KeyOf(path))]);
            cancellationToken.ThrowIfCancellationRequested();
            RemoveExcluded();
            logger.LogInformation(
                "cache of {Folder}: {Count} files, {Tokens} tokens in {Milliseconds:F0} ms",
                Path.GetFileName(files.Folder),
                count,
                cache.Tokens,
                TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            lock (_lock)
            {
                paths.UnionWith(_paths.GetValueOrDefault(files) ?? []);
                _paths[files] = paths;
            }

            Close(files);
            logger.LogDebug("the cache of {Folder} was given up", files.Folder);
        }
        catch (Exception failure)
        {
            logger.LogWarning("no cache of {Folder}: {Reason}", files.Folder, failure.Message);
        }

        IEnumerable<(string Path, string Text)> Seen()
        {
            foreach (RepositoryText file in files.ReadAll(cancellationToken).Where(file => MayLearnFrom(file.Path)))
            {
                paths.Add(file.Path);
                Register(files, file.Path);
                yield return (files.KeyOf(file.Path), file.Text);
            }
        }
    }
}
