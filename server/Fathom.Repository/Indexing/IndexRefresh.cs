using System.Collections.Concurrent;
using Fathom.Repository.Files;
using Microsoft.Data.Sqlite;

namespace Fathom.Repository.Indexing;

/// <summary>Brings the cache file up to date with the folder: one thread reads and parses, the caller's writes.</summary>
internal sealed class IndexRefresh(RepositoryFiles files, SqliteConnection writer, Lock writing)
{
    private const int FilesAhead = 64;
    private const int FilesATransaction = 128;

    /// <summary>Reads what is new or has changed and removes what is gone.</summary>
    public RefreshResult Run(IProgress<IndexProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Report(new IndexProgress(0, 0));
        Dictionary<string, (long Length, long Modified)> known = Known();
        var changed = new List<RepositoryFile>();
        int unchanged = 0;
        foreach (RepositoryFile file in files.Enumerate(cancellationToken))
        {
            if (known.Remove(file.Path, out (long Length, long Modified) old) && old == (file.Length, file.ModifiedUtc.Ticks))
            {
                unchanged++;
            }
            else
            {
                changed.Add(file);
            }
        }

        int all = changed.Count + unchanged;
        progress?.Report(new IndexProgress(unchanged, all));
        Remove(known.Keys);
        Read(changed, done => progress?.Report(new IndexProgress(unchanged + done, all)), cancellationToken);
        return new RefreshResult(changed.Count, known.Count, unchanged);
    }

    private Dictionary<string, (long Length, long Modified)> Known()
    {
        lock (writing)
        {
            var known = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
            using SqliteCommand command = writer.CreateCommand();
            command.CommandText = "select path, length, modified from files";
            using SqliteDataReader rows = command.ExecuteReader();
            while (rows.Read())
            {
                known.Add(rows.GetString(0), (rows.GetInt64(1), rows.GetInt64(2)));
            }

            return known;
        }
    }

    private void Remove(IReadOnlyCollection<string> paths)
    {
        if (paths.Count > 0)
        {
            Write(changes =>
            {
                foreach (string path in paths)
                {
                    changes.Remove(path);
                }
            });
        }
    }

    private void Read(List<RepositoryFile> changed, Action<int> advance, CancellationToken cancellationToken)
    {
        if (changed.Count == 0)
        {
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var read = new BlockingCollection<IndexedFile>(FilesAhead);
        Task reading = BackgroundThread.Run("fathom index reader", () =>
        {
            try
            {
                changed.ForEach(file => read.Add(Read(file, ended.Token), ended.Token));
            }
            finally
            {
                read.CompleteAdding();
            }
        }, CancellationToken.None);
        try
        {
            int done = 0;
            while (TakeSome(read) is { Count: > 0 } some)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Write(changes => some.ForEach(file =>
                {
                    BackgroundThread.Rest(cancellationToken);
                    changes.Put(file);
                }));
                advance(done += some.Count);
            }

            if (changed.Count > FilesATransaction)
            {
                Settle(cancellationToken);
            }
        }
        finally
        {
            ended.Cancel();
            reading.ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult();
        }

        if (reading.Exception?.InnerException is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Merges what was written in pieces, a step at a time: else the files that are edited next would pay for it.</summary>
    private void Settle(CancellationToken cancellationToken)
    {
        foreach (string table in IndexSchema.FullText)
        {
            bool isFirst = true;
            bool isDone = false;
            while (!isDone)
            {
                cancellationToken.ThrowIfCancellationRequested();
                BackgroundThread.Rest(cancellationToken);
                Write(changes => isDone = !changes.Merge(table, isFirst) && !isFirst);
                isFirst = false;
            }
        }
    }

    private static List<IndexedFile> TakeSome(BlockingCollection<IndexedFile> read)
    {
        var some = new List<IndexedFile>();
        while (some.Count < FilesATransaction && read.TryTake(out IndexedFile? file, Timeout.Infinite))
        {
            some.Add(file);
        }

        return some;
    }

    private IndexedFile Read(RepositoryFile file, CancellationToken cancellationToken)
    {
        BackgroundThread.Rest(cancellationToken);
        (string? text, SkipReason reason) = FileText.Read(files.FullPath(file.Path));
        return text is null ? IndexedFile.Skipped(file, reason) : IndexedFile.Of(file, text, cancellationToken);
    }

    // Between two transactions an edited file can have its turn.
    private void Write(Action<IndexWriter> change)
    {
        lock (writing)
        {
            using var changes = new IndexWriter(writer);
            change(changes);
            changes.Commit();
        }
    }
}
