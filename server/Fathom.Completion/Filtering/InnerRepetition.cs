namespace Fathom.Completion.Filtering;

/// <summary>Recognises a line that says the same again and again: <c>a == 1 &amp;&amp; a == 1 &amp;&amp; a == 1</c>.</summary>
internal static class InnerRepetition
{
    private const int ShortestUnit = 4;

    /// <summary>True when a piece of at least four characters stands two and a half times in a row on one line: the third time has begun.</summary>
    public static bool IsFound(ReadOnlySpan<char> text)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            ReadOnlySpan<char> trimmed = line.Trim();
            for (int unit = ShortestUnit; unit * 5 / 2 <= trimmed.Length; unit++)
            {
                if (RepeatsWith(trimmed, unit))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A run of equal characters at the distance of the unit, one and a half units long, is two and a half units in a row.</summary>
    private static bool RepeatsWith(ReadOnlySpan<char> line, int unit)
    {
        int run = 0;
        for (int i = unit; i < line.Length; i++)
        {
            run = line[i] == line[i - unit] ? run + 1 : 0;
            if (run == unit * 3 / 2)
            {
                // Rules and alignments repeat one character; they are meant.
                return line.Slice(i - unit + 1, unit).IndexOfAnyExcept(line[i]) >= 0;
            }
        }

        return false;
    }
}
