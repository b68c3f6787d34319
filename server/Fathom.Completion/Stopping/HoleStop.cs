using Fathom.Completion.Cursor;

namespace Fathom.Completion.Stopping;

/// <summary>
/// Complete where an expression inside a line ends: before a bracket that closes none of its own, or a comma or semicolon outside its brackets.
/// </summary>
internal sealed class HoleStop : IStopRule
{
    public static HoleStop Instance { get; } = new();

    public int? FindEnd(string text, bool ended)
    {
        int line = text.IndexOf('\n', StringComparison.Ordinal);
        ReadOnlySpan<char> first = line < 0 ? text : text.AsSpan(0, line);
        return EndOfExpression(first) ?? (line >= 0 ? line : ended ? text.Length : null);
    }

    private static int? EndOfExpression(ReadOnlySpan<char> text)
    {
        int depth = 0;
        int seen = 0;
        foreach (Bracket bracket in BracketScan.Read(text))
        {
            if (depth == 0 && Separator(text[seen..bracket.Offset]) is >= 0 and var separator)
            {
                return seen + separator;
            }

            depth += bracket.Kind switch { BracketKind.Open => 1, BracketKind.Close => -1, _ => 0 };
            if (depth < 0)
            {
                return bracket.Offset;
            }

            seen = bracket.Offset + 1;
        }

        return depth == 0 && Separator(text[seen..]) is >= 0 and var last ? seen + last : null;
    }

    /// <summary>The first comma or semicolon outside strings, or −1.</summary>
    private static int Separator(ReadOnlySpan<char> text)
    {
        bool inString = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (inString && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                inString = !inString;
            }
            else if (!inString && text[i] is ',' or ';')
            {
                return i;
            }
        }

        return -1;
    }
}
