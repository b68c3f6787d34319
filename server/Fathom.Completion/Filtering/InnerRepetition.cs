namespace Fathom.Completion.Filtering;

/// <summary>Recognises a line that says the same again and again: <c>a == 1 &amp;&amp; a == 1 &amp;&amp; a == 1</c>.</summary>
internal static class InnerRepetition
{
    private const int ShortestUnit = 4;
    private const int MostEqualElements = 5;

    /// <summary>
    /// True when a piece of at least four characters stands two and a half times in a row on one line: the third time has begun. Of an element of a list, as in
    /// <c>255, 255, 255</c>, five times in a row.
    /// </summary>
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

    private static bool IsElement(ReadOnlySpan<char> unit)
    {
        foreach (char character in unit)
        {
            if (!char.IsLetterOrDigit(character) && !" ,._\"'-".Contains(character))
            {
                return false;
            }
        }

        return unit.Count(',') == 1;
    }

    /// <summary>A run of equal characters at the distance of the unit, one and a half units long, is two and a half units in a row.</summary>
    private static bool RepeatsWith(ReadOnlySpan<char> line, int unit)
    {
        int run = 0;
        for (int i = unit; i < line.Length; i++)
        {
            run = line[i] == line[i - unit] ? run + 1 : 0;
            ReadOnlySpan<char> last = line.Slice(i - unit + 1, unit);
            if (run == unit * (MostEqualElements - 1) || (run == unit * 3 / 2 && !IsElement(last)))
            {
                // Rules and alignments repeat one character; they are meant.
                return last.IndexOfAnyExcept(line[i]) >= 0;
            }
        }

        return false;
    }
}
