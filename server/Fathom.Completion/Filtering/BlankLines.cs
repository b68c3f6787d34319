using System.Text;

namespace Fathom.Completion.Filtering;

/// <summary>Tidies the white space of a suggestion.</summary>
internal static class BlankLines
{
    private const int MostInARow = 2;

    /// <summary>Removes white space at line ends, blank lines beyond two in a row, and everything blank at the end.</summary>
    public static string Tidy(string inserted)
    {
        var tidy = new StringBuilder(inserted.Length);
        int blank = 0;
        bool isFirst = true;
        foreach (ReadOnlySpan<char> line in inserted.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> kept = line.TrimEnd();
            blank = kept.IsEmpty && !isFirst ? blank + 1 : 0;
            if (blank <= MostInARow)
            {
                tidy.Append(isFirst ? "" : "\n").Append(kept);
            }

            isFirst = false;
        }

        return tidy.ToString().TrimEnd();
    }

    /// <summary>
    /// On a blank line: drops the line feeds before the first text and moves that text to the cursor, so that a suggestion starts where the user is.
    /// </summary>
    public static string Fold(string inserted, ReadOnlySpan<char> linePrefix)
    {
        ReadOnlySpan<char> text = inserted.AsSpan().TrimStart();
        int lineStart = inserted.AsSpan(0, inserted.Length - text.Length).LastIndexOf('\n') + 1;
        if (lineStart == 0)
        {
            return inserted;
        }

        ReadOnlySpan<char> line = inserted.AsSpan(lineStart);
        return (line.StartsWith(linePrefix) ? line[linePrefix.Length..] : line.TrimStart()).ToString();
    }
}
