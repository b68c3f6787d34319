using Fathom.Completion.Cursor;

namespace Fathom.Completion.Filtering;

/// <summary>Cuts a suggestion where it starts to repeat the text after the cursor.</summary>
internal static class SuffixOverlap
{
    private const int ShortestLine = 3;

    /// <summary>Cuts what the rest of the cursor's line already holds: <c>x + y;</c> before <c>+ y;</c> becomes <c>x</c>.</summary>
    public static string TrimLine(string inserted, string restOfLine)
    {
        ReadOnlySpan<char> rest = restOfLine.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return inserted;
        }

        int whole = inserted.AsSpan().IndexOf(rest);
        if (whole >= 0)
        {
            return inserted[..whole].TrimEnd();
        }

        ReadOnlySpan<char> text = inserted.AsSpan().TrimEnd();
        for (int length = Math.Min(text.Length, rest.Length); length > 0; length--)
        {
            // A closer of its own is not the one that stands there.
            if (text[^length..].SequenceEqual(rest[..length]) && (IsOpen(text) || !IsOpen(text[..^length])))
            {
                return text[..^length].TrimEnd().ToString();
            }
        }

        return inserted;
    }

    /// <summary>Cuts lines at the end that equal the next lines of the document, the last one also where the next line begins with it. Lines of brackets alone are not compared, nor lines inside brackets that the suggestion opens, nor attributes of what it declares.</summary>
    /// <param name="inserted">The suggestion from the cursor on, line ends <c>\n</c>.</param>
    /// <param name="linePrefix">The cursor's line before the cursor: part of the suggestion's first line.</param>
    /// <param name="linesBelow">The document after the cursor's line.</param>
    /// <param name="endsLine">True where nothing but closers stands right of the cursor, so that the suggestion ends its line.</param>
    public static string TrimLines(string inserted, string linePrefix, ReadOnlySpan<char> linesBelow, bool endsLine)
    {
        string next = FirstLine(linesBelow);
        if (!IsTelling(next))
        {
            return inserted;
        }

        int start = 0;
        while (start <= inserted.Length)
        {
            int newLine = inserted.IndexOf('\n', start);
            int end = newLine < 0 ? inserted.Length : newLine;
            string line = (start == 0 ? linePrefix : "") + inserted[start..end];
            bool isOfAnother = next is ['[', .., ']'] && newLine >= 0;
            bool isNext = line.AsSpan().Trim().SequenceEqual(next) || (endsLine && newLine < 0 && Begins(next, line.AsSpan().Trim()));
            if (isNext && !IsOpen(inserted.AsSpan(0, start)) && !isOfAnother)
            {
                return inserted[..start].TrimEnd();
            }

            start = newLine < 0 ? inserted.Length + 1 : newLine + 1;
        }

        return inserted;
    }

    private static bool IsOpen(ReadOnlySpan<char> text) =>
        BracketScan.Read(text).Sum(bracket => bracket.Kind switch { BracketKind.Open => 1, BracketKind.Close => -1, _ => 0 }) > 0;

    private static string FirstLine(ReadOnlySpan<char> text)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (!line.IsWhiteSpace())
            {
                return line.Trim().ToString();
            }
        }

        return "";
    }

    // With a whole word.
    private static bool Begins(string next, ReadOnlySpan<char> line) => IsTelling(line.ToString())
        && next.AsSpan().StartsWith(line) && next.Length > line.Length && !(char.IsLetterOrDigit(next[line.Length]) && char.IsLetterOrDigit(line[^1]));

    private static bool IsTelling(string line) => line.Count(char.IsLetterOrDigit) >= ShortestLine;
}
