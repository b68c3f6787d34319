namespace Fathom.Completion.Filtering;

/// <summary>Recognises a line that says the same again and again: <c>a == 1 &amp;&amp; a == 1 &amp;&amp; a == 1</c>.</summary>
internal static class InnerRepetition
{
    private const int ShortestUnit = 4;
    private const int MostEqualElements = 5;

    /// <summary>
    /// True when a piece of at least four characters stands two and a half times in a row on one line: the third time has begun. Of an element of a list, as in
    /// <c>255, 255, 255</c> or <c>It.IsAny&lt;int&gt;(), It.IsAny&lt;int&gt;()</c>, five times in a row.
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

    /// <summary>True of what stands between two commas of a list, wherever in it the unit begins: one comma, and outside all of its brackets.</summary>
    private static bool IsElement(ReadOnlySpan<char> unit)
    {
        int depth = 0;
        int least = 0;
        int atComma = 0;
        foreach (char character in unit)
        {
            depth += character switch { '(' or '[' or '{' => 1, ')' or ']' or '}' => -1, _ => 0 };
            least = Math.Min(least, depth);
            atComma = character == ',' ? depth : atComma;
        }

        return depth == 0 && atComma == least && unit.Count(',') == 1;
    }

    // Of a table in Markdown.
    private static bool IsRule(ReadOnlySpan<char> unit) => unit.IndexOfAnyExcept("|-: ") < 0;

    /// <summary>A run of equal characters at the distance of the unit, one and a half units long, is two and a half units in a row.</summary>
    private static bool RepeatsWith(ReadOnlySpan<char> line, int unit)
    {
        int run = 0;
        for (int i = unit; i < line.Length; i++)
        {
            run = line[i] == line[i - unit] ? run + 1 : 0;
            ReadOnlySpan<char> last = line.Slice(i - unit + 1, unit);
            if (run == unit * (MostEqualElements - 1) || (run == unit * 3 / 2 && !IsElement(last) && !IsRule(last)))
            {
                // Rules and alignments repeat one character; they are meant.
                return last.IndexOfAnyExcept(line[i]) >= 0;
            }
        }

        return false;
    }
}
