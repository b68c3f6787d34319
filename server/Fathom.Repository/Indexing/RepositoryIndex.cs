using Fathom.Repository.Files;
using Fathom.Repository.Symbols;
using Microsoft.Data.Sqlite;

namespace Fathom.Repository.Indexing;

/// <summary>
/// What is known of a folder, in one file of the user's cache: its files, their words and the types of its C# files. A damaged cache file is made
/// anew; until <see cref="Refresh"/> has run again the answers are empty then.
/// </summary>
/// <remarks>Safe for concurrent use. Questions do not wait for changes.</remarks>
public sealed class RepositoryIndex : IDisposable
{
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();
    private readonly RepositoryFiles _files;
    private IndexDatabase _database;
    private IndexQueries _queries;

    private RepositoryIndex(RepositoryFiles files, IndexDatabase database)
    {
        _files = files;
        _database = database;
        _queries = new IndexQueries(database.Reader);
    }

    /// <summary>The gate in front of this index.</summary>
    public RepositoryFiles Files => _files;

    /// <summary>Opens the cache file of a folder, or makes an empty one. Nothing of the folder is read yet.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="cacheFolder">Fathom's part of the user's cache; <see cref="CacheFolder.Default"/> by default.</param>
    /// <exception cref="IOException">The cache file cannot be written.</exception>
    public static RepositoryIndex Open(RepositoryFiles files, string? cacheFolder = null) =>
        new(files, IndexDatabase.Open(IndexDatabase.PathOf(files.Folder, cacheFolder ?? CacheFolder.Default)));

    /// <summary>Brings the index up to date with the folder. Takes long the first time; to be called on a thread of its own.</summary>
    /// <param name="progress">Hears how far it is; may be null.</param>
    /// <param name="cancellationToken">What is up to date by then stays so.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    /// <exception cref="IOException">The cache file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public RefreshResult Refresh(IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return new IndexRefresh(_files, _database.Writer, _writing).Run(progress, cancellationToken);
        }
        catch (SqliteException damaged) when (IndexDatabase.IsDamage(damaged))
        {
            MakeAnew();
            return new IndexRefresh(_files, _database.Writer, _writing).Run(progress, cancellationToken);
        }
        catch (SqliteException failure)
        {
            throw IndexDatabase.Unwritable(_database.Path, failure);
        }
    }

    /// <summary>As <see cref="Refresh"/>, on a thread that gives way to everything else on the machine.</summary>
    public Task<RefreshResult> RefreshInBackgroundAsync(IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        RefreshResult? result = null;
        return BackgroundThread.RunInTurn("fathom index", () => result = Refresh(progress, cancellationToken), cancellationToken)
            .ContinueWith(ended => { ended.GetAwaiter().GetResult(); return result!; }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Takes one file from disk, or forgets it when it is gone or kept out.</summary>
    /// <param name="path">Path relative to the folder, or a full path.</param>
    public void Update(string path)
    {
        (FileVerdict verdict, string? text) = _files.Read(path);
        if (verdict.File is null)
        {
            Change(changes => changes.Remove(verdict.Path));
            return;
        }

        IndexedFile file = text is null ? IndexedFile.Skipped(verdict.File, verdict.Reason) : IndexedFile.Of(verdict.File, text, CancellationToken.None);
        Change(changes => changes.Put(file));
    }

    /// <summary>Takes the text that an editor has for a file; what lies on disk is read again when the folder is opened next.</summary>
    /// <param name="path">Path relative to the folder.</param>
    /// <param name="text">The text.</param>
    public void Update(string path, string text)
    {
        if (_files.JudgeText(path, text) != SkipReason.None)
        {
            Change(changes => changes.Remove(path));
            return;
        }

        IndexedFile file = IndexedFile.Of(new RepositoryFile(path, Length: -1, default), text, CancellationToken.None);
        Change(changes => changes.Put(file));
    }

    /// <summary>The windows that share most of the rarest of some words, best first, no file twice.</summary>
    /// <param name="words">The words, of which the rarest 16 count.</param>
    /// <param name="exceptPath">A file that is left out.</param>
    /// <param name="most">Most windows.</param>
    public IReadOnlyList<SimilarWindow> FindSimilar(IReadOnlyCollection<string> words, string exceptPath, int most) =>
        Ask(queries => queries.FindSimilar(words, exceptPath, most)) ?? [];

    /// <summary>The types of a name, every part of partial ones.</summary>
    public IReadOnlyList<TypeSymbol> FindTypes(string name) => Ask(queries => queries.FindTypes(name)) ?? [];

    /// <summary>Paths of the indexed files of a name.</summary>
    public IReadOnlyList<string> FindFiles(string name) => Ask(queries => queries.FindFiles(name)) ?? [];

    /// <summary>The lines in which a text of one line stands, in exactly these characters. A word of three or more has to be in it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most lines.</param>
    public IReadOnlyList<FoundLine> Search(string text, int most)
    {
        var found = new List<FoundLine>();
        IEnumerable<string> paths = (Ask(queries => queries.FindTrigrams(text)) ?? []).Select(window => window.Path).Distinct().Order(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            int number = 0;
            foreach (string line in (_files.Read(path).Text ?? "").Split('\n'))
            {
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    found.Add(new FoundLine(path, number, line));
                    if (found.Count == most)
                    {
                        return found;
                    }
                }

                number++;
            }
        }

        return found;
    }

    /// <summary>What the index holds.</summary>
    public IndexStatistics Count()
    {
        (Dictionary<SkipReason, int> files, long lines, int types) = Ask(queries => queries.Count());
        files ??= [];
        files.Remove(SkipReason.None, out int indexed);
        return new IndexStatistics(indexed, lines, types, files, _database.Path, new FileInfo(_database.Path) is { Exists: true } file ? file.Length : 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                _database.Dispose();
            }
        }
    }

    private void Change(Action<IndexWriter> change)
    {
        try
        {
            lock (_writing)
            {
                using var changes = new IndexWriter(_database.Writer);
                change(changes);
                changes.Commit();
            }
        }
        catch (SqliteException damaged) when (IndexDatabase.IsDamage(damaged))
        {
            MakeAnew();
        }
    }

    private T? Ask<T>(Func<IndexQueries, T> question)
    {
        try
        {
            lock (_reading)
            {
                return question(_queries);
            }
        }
        catch (SqliteException damaged) when (IndexDatabase.IsDamage(damaged))
        {
            MakeAnew();
            return default;
        }
    }

    private void MakeAnew()
    {
        lock (_writing)
        {
            lock (_reading)
            {
                _database.DisposeAndDelete();
                _database = IndexDatabase.Open(_database.Path);
                _queries = new IndexQueries(_database.Reader);
            }
        }
    }
}
