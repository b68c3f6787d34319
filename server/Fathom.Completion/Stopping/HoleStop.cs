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
        return EndOfExpression(first, isWhole: ended || line >= 0) ?? (line >= 0 ? line : ended ? text.Length : null);
    }

    private static int? EndOfExpression(ReadOnlySpan<char> text, bool isWhole)
    {
        int depth = 0;
        int seen = 0;
        foreach (Bracket bracket in BracketScan.Read(text))
        {
            if (depth == 0 && Separator(text[seen..bracket.Offset], isWhole: true) is >= 0 and var separator)
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

        return depth == 0 && Separator(text[seen..], isWhole) is >= 0 and var last ? seen + last : null;
    }

    /// <summary>The first comma or semicolon outside strings and type arguments, or −1.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isWhole">False where more of it may come, which may close what is open.</param>
    private static int Separator(ReadOnlySpan<char> text, bool isWhole)
    {
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case ',' or ';':
                    return i;
                case '"' or '\'' or '`':
                    i += LengthOfString(text[i..], isWhole);
                    break;
                case '<' when text[i..].IndexOf('>') is > 0 and int length && IsOfTypes(text.Slice(i + 1, length - 1)):
                    i += length;
                    break;
                case '<' when !isWhole && i > 0 && char.IsLetterOrDigit(text[i - 1]) && IsOfTypes(text[(i + 1)..]):
                    return -1;
            }
        }

        return -1;
    }

    /// <summary>How far behind a quote its string ends: all of the text where it is not closed, but nothing of it where the quote may be an apostrophe.</summary>
    private static int LengthOfString(ReadOnlySpan<char> text, bool isWhole)
    {
        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[0])
            {
                return i;
            }
        }

        return text[0] == '\'' && isWhole ? 0 : text.Length;
    }

    private static bool IsOfTypes(ReadOnlySpan<char> arguments)
    {
        foreach (char character in arguments)
        {
            if (!char.IsLetterOrDigit(character) && !"_., ?<".Contains(character))
            {
                return false;
            }
        }

        return true;
    }
}
