using Fathom.Repository.Symbols;
using Microsoft.Data.Sqlite;

namespace Fathom.Repository.Indexing;

/// <summary>One transaction of changes to the cache file; what is not committed is undone.</summary>
internal sealed class IndexWriter : IDisposable
{
    private const int PagesAMerge = 200;
    private readonly SqliteTransaction _transaction;
    private readonly List<SqliteCommand> _commands = [];
    private readonly SqliteCommand _findFile;
    private readonly SqliteCommand _findGone;
    private readonly SqliteCommand _findWindows;
    private readonly SqliteCommand[] _removals;
    private readonly SqliteCommand[] _windowRemovals;
    private readonly SqliteCommand _removeTypes;
    private readonly SqliteCommand _changeFile;
    private readonly SqliteCommand _moveWindow;
    private readonly SqliteCommand _addFile;
    private readonly SqliteCommand _addWindow;
    private readonly SqliteCommand _addWords;
    private readonly SqliteCommand _addTrigrams;
    private readonly SqliteCommand _addType;
    private long _lastFile;
    private long _lastWindow;
    private long _lastType;

    public IndexWriter(SqliteConnection connection)
    {
        _transaction = connection.BeginTransaction(deferred: false);
        _findFile = Prepare("select id from files where path = $1", 1);
        _findGone = Prepare("select id from files where path = $1 or (path >= $2 and path < $3)", 3);
        _findWindows = Prepare("select id, hash from windows where file = $1 order by line", 1);
        _windowRemovals =
        [
            Prepare("delete from window_words where rowid = $1", 1),
            Prepare("delete from window_trigrams where rowid = $1", 1),
            Prepare("delete from windows where id = $1", 1),
        ];
        _removeTypes = Prepare("delete from types where file = $1", 1);
        _changeFile = Prepare("update files set length = $2, modified = $3, reason = $4, lines = $5 where id = $1", 5);
        _moveWindow = Prepare("update windows set line = $2, count = $3 where id = $1", 3);
        _removals =
        [
            Prepare("delete from window_words where rowid in (select id from windows where file = $1)", 1),
            Prepare("delete from window_trigrams where rowid in (select id from windows where file = $1)", 1),
            Prepare("delete from windows where file = $1", 1),
            _removeTypes,
            Prepare("delete from files where id = $1", 1),
        ];
        _addFile = Prepare("insert into files (id, path, name, length, modified, reason, lines) values ($1, $2, $3, $4, $5, $6, $7)", 7);
        _addWindow = Prepare("insert into windows (id, file, line, count, hash) values ($1, $2, $3, $4, $5)", 5);
        _addWords = Prepare("insert into window_words (rowid, words) values ($1, $2)", 2);
        _addTrigrams = Prepare("insert into window_trigrams (rowid, words) values ($1, $2)", 2);
        _addType = Prepare("insert into types (id, file, name, scope, line, header, bases, members) values ($1, $2, $3, $4, $5, $6, $7, $8)", 8);
        _lastFile = Last("files");
        _lastWindow = Last("windows");
        _lastType = Last("types");
    }

    /// <summary>Puts a file in the place of what was known of it. Windows whose words are as they were stay: full text is what costs.</summary>
    public void Put(IndexedFile file)
    {
        long id;
        List<(long Id, long Hash)> known = [];
        if (Find(file.File.Path) is { } old)
        {
            id = old;
            known = WindowsOf(id);
            Run(_removeTypes, id);
            Run(_changeFile, id, file.File.Length, file.File.ModifiedUtc.Ticks, (int)file.Reason, file.Lines);
        }
        else
        {
            id = ++_lastFile;
            Run(_addFile, id, file.File.Path, Path.GetFileName(file.File.Path), file.File.Length, file.File.ModifiedUtc.Ticks, (int)file.Reason, file.Lines);
        }

        foreach (TextWindow window in file.Windows)
        {
            long hash = window.Hash;
            int same = known.FindIndex(each => each.Hash == hash);
            if (same >= 0)
            {
                Run(_moveWindow, known[same].Id, window.Line, window.Count);
                known.RemoveAt(same);
                continue;
            }

            long row = ++_lastWindow;
            Run(_addWindow, row, id, window.Line, window.Count, hash);
            Run(_addWords, row, window.Words);
            Run(_addTrigrams, row, window.Words);
        }

        foreach ((long gone, _) in known)
        {
            foreach (SqliteCommand removal in _windowRemovals)
            {
                Run(removal, gone);
            }
        }

        foreach (TypeSymbol type in file.Types)
        {
            Run(_addType, ++_lastType, id, type.Name, type.Namespace, type.Line, type.Header, string.Join(' ', type.Bases), MemberText.Write(type.Members));
        }
    }

    /// <summary>Forgets a file, or a folder with all that was in it: of that one the editor tells, not of its files.</summary>
    public void Remove(string path)
    {
        foreach (long id in FilesIn(path))
        {
            foreach (SqliteCommand removal in _removals)
            {
                Run(removal, id);
            }
        }
    }

    private long? Find(string path)
    {
        _findFile.Parameters[0].Value = path;
        return _findFile.ExecuteScalar() as long?;
    }

    private List<long> FilesIn(string path)
    {
        var files = new List<long>();

        // In the order of paths '0' comes behind '/'.
        (_findGone.Parameters[0].Value, _findGone.Parameters[1].Value, _findGone.Parameters[2].Value) = (path, path + "/", path + "0");
        using SqliteDataReader rows = _findGone.ExecuteReader();
        while (rows.Read())
        {
            files.Add(rows.GetInt64(0));
        }

        return files;
    }

    private List<(long Id, long Hash)> WindowsOf(long file)
    {
        var windows = new List<(long, long)>();
        _findWindows.Parameters[0].Value = file;
        using SqliteDataReader rows = _findWindows.ExecuteReader();
        while (rows.Read())
        {
            windows.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        return windows;
    }

    /// <summary>Merges some of what was written to a full-text table in pieces; false where there is nothing left to merge.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isFirst">True to begin to make one piece of all; false to go on.</param>
    public bool Merge(string table, bool isFirst)
    {
        using SqliteCommand merge = _transaction.Connection!.CreateCommand();
        merge.Transaction = _transaction;
        merge.CommandText = $"insert into {table} ({table}, rank) values ('merge', {(isFirst ? -PagesAMerge : PagesAMerge)})";

        // So SQLite's page on FTS5 has it: fewer than two changed rows mean that nothing was merged.
        long before = Changes();
        merge.ExecuteNonQuery();
        return Changes() - before >= 2;
    }

    /// <summary>Makes the changes last.</summary>
    public void Commit() => _transaction.Commit();

    /// <inheritdoc/>
    public void Dispose()
    {
        _commands.ForEach(command => command.Dispose());
        _transaction.Dispose();
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string statement, int parameters)
    {
        SqliteCommand command = _transaction.Connection!.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = statement;
        for (int i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        _commands.Add(command);
        return command;
    }

    private long Changes()
    {
        using SqliteCommand command = _transaction.Connection!.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = "select total_changes()";
        return (long)command.ExecuteScalar()!;
    }

    private long Last(string table)
    {
        using SqliteCommand command = _transaction.Connection!.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = $"select coalesce(max(id), 0) from {table}";
        return (long)command.ExecuteScalar()!;
    }
}
