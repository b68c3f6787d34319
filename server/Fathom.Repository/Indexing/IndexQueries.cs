using System.Globalization;
using Fathom.Repository.Files;
using Fathom.Repository.Symbols;
using Microsoft.Data.Sqlite;

namespace Fathom.Repository.Indexing;

/// <summary>The questions to the cache file.</summary>
internal sealed class IndexQueries(SqliteConnection reader)
{
    private const int MostWords = 16;
    private const int MostTrigramWindows = 2_000;

    /// <summary>The windows with most of the rarest of some words, best first; no file twice.</summary>
    public IReadOnlyList<SimilarWindow> FindSimilar(IReadOnlyCollection<string> words, string exceptPath, int most)
    {
        string question = string.Join(" OR ", Rarest(words).Select(word => $"\"{word}\""));
        if (question.Length == 0)
        {
            return [];
        }

        using SqliteCommand command = Command(
            """
            select files.path, windows.line, windows.count, -ranked.rank
            from (select rowid, rank from window_words where window_words match $1 order by rank limit $2) ranked
            join windows on windows.id = ranked.rowid join files on files.id = windows.file
            """,
            question,
            most * 8);
        var found = new List<SimilarWindow>();
        var paths = new HashSet<string>(StringComparer.Ordinal) { exceptPath };
        using SqliteDataReader rows = command.ExecuteReader();
        while (found.Count < most && rows.Read())
        {
            if (paths.Add(rows.GetString(0)))
            {
                found.Add(new SimilarWindow(rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetDouble(3)));
            }
        }

        return found;
    }

    /// <summary>The windows that hold every part of three characters of the words of a text.</summary>
    public IReadOnlyList<SimilarWindow> FindTrigrams(string text)
    {
        var trigrams = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Range range in Words.In(text))
        {
            string word = text[range];
            for (int i = 0; i + 3 <= word.Length; i++)
            {
                trigrams.Add(word.Substring(i, 3));
            }
        }

        if (trigrams.Count == 0)
        {
            return [];
        }

        using SqliteCommand command = Command(
            """
            select files.path, windows.line, windows.count, 0.0 from window_trigrams
            join windows on windows.id = window_trigrams.rowid join files on files.id = windows.file
            where window_trigrams match $1 limit $2
            """,
            string.Join(" AND ", trigrams.Select(part => $"\"{part}\"")),
            MostTrigramWindows);
        var found = new List<SimilarWindow>();
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            found.Add(new SimilarWindow(rows.GetString(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetDouble(3)));
        }

        return found;
    }

    /// <summary>The types of a name.</summary>
    public IReadOnlyList<TypeSymbol> FindTypes(string name)
    {
        using SqliteCommand command = Command(
            "select types.name, scope, path, line, header, bases, members from types join files on files.id = types.file where types.name = $1 order by path, line limit 32", name);
        var types = new List<TypeSymbol>();
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            types.Add(new TypeSymbol(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetString(2),
                rows.GetInt32(3),
                rows.GetString(4),
                rows.GetString(5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
                MemberText.Read(rows.GetString(6))));
        }

        return types;
    }

    /// <summary>Paths of the files of a name that have text.</summary>
    public IReadOnlyList<string> FindFiles(string name)
    {
        using SqliteCommand command = Command("select path from files where name = $1 and reason = 0 order by path limit 32", name);
        var paths = new List<string>();
        using SqliteDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            paths.Add(rows.GetString(0));
        }

        return paths;
    }

    /// <summary>How many files each reason keeps out, and with <see cref="SkipReason.None"/> how many have text; and all lines and types.</summary>
    public (Dictionary<SkipReason, int> Files, long Lines, int Types) Count()
    {
        var counts = new Dictionary<SkipReason, int>();
        long lines = 0;
        using (SqliteCommand command = Command("select reason, count(*), sum(lines) from files group by reason"))
        using (SqliteDataReader rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                counts[(SkipReason)rows.GetInt32(0)] = rows.GetInt32(1);
                lines += rows.GetInt64(2);
            }
        }

        using SqliteCommand types = Command("select count(*) from types");
        return (counts, lines, Convert.ToInt32(types.ExecuteScalar(), CultureInfo.InvariantCulture));
    }

    /// <summary>Frequent words cost most and tell least.</summary>
    private IEnumerable<string> Rarest(IReadOnlyCollection<string> words)
    {
        using SqliteCommand command = Command("select doc from word_counts where term = $1", "");
        return [.. words
            .Where(word => word.Length >= Words.Shortest)
            .Select(word => word.ToLowerInvariant())
            .Distinct()
            .Select(word => (Word: word, Count: CountOf(word)))
            .Where(each => each.Count > 0)
            .OrderBy(each => each.Count)
            .Take(MostWords)
            .Select(each => each.Word)];

        long CountOf(string word)
        {
            command.Parameters[0].Value = word;
            return command.ExecuteScalar() as long? ?? 0;
        }
    }

    private SqliteCommand Command(string statement, params ReadOnlySpan<object> values)
    {
        SqliteCommand command = reader.CreateCommand();
        command.CommandText = statement;
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i]);
        }

        return command;
    }
}
