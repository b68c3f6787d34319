namespace Fathom.Completion.Filtering;

/// <summary>Recognises a model that goes in circles: it writes the lines above again, or one line over and over.</summary>
internal static class PrefixRepetition
{
    private const int ShortestLine = 8;

    /// <summary>True when the suggestion's first line equals the line above it, or when lines inside it come twice in a row (a single one: three times).</summary>
    /// <param name="inserted">The suggestion from the cursor on.</param>
    /// <param name="linePrefix">The cursor's line before the cursor.</param>
    /// <param name="above">The document before the cursor's line.</param>
    public static bool IsFound(string inserted, string linePrefix, ReadOnlySpan<char> above)
    {
        string[] lines = (linePrefix + inserted).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
        {
            return false;
        }

        ReadOnlySpan<char> aboveText = above.TrimEnd();
        ReadOnlySpan<char> last = aboveText[(aboveText.LastIndexOfAny('\n', '\r') + 1)..].Trim();
        if (lines[0].Length >= ShortestLine && last.SequenceEqual(lines[0]))
        {
            return true;
        }

        return Repeats(lines);
    }

    /// <summary>True when a text goes in circles by itself, within a line or line by line.</summary>
    public static bool IsCircle(string text) =>
        InnerRepetition.IsFound(text) || Repeats(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool Repeats(ReadOnlySpan<string> lines)
    {
        for (int i = 2; i < lines.Length; i++)
        {
            if (lines[i].Length > 1 && lines[i] == lines[i - 1] && lines[i] == lines[i - 2] && !OnlyCloses(lines[i]))
            {
                return true;
            }
        }

        for (int run = 2; run * 2 <= lines.Length; run++)
        {
            for (int i = 0; i + (run * 2) <= lines.Length; i++)
            {
                ReadOnlySpan<string> first = lines.Slice(i, run);
                if (first.SequenceEqual(lines.Slice(i + run, run)) && IsTelling(first))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // What is nested is closed line by line.
    private static bool OnlyCloses(string line) => line.AsSpan().IndexOfAnyExcept(")]};,") < 0 || line.StartsWith("</", StringComparison.Ordinal);

    private static bool IsTelling(ReadOnlySpan<string> lines)
    {
        foreach (string line in lines)
        {
            if (line.Length >= ShortestLine)
            {
                return true;
            }
        }

        return false;
    }
}
