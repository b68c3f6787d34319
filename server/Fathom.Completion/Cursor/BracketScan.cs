namespace Fathom.Completion.Cursor;

/// <summary>What <see cref="BracketScan"/> reports.</summary>
internal enum BracketKind
{
    /// <summary>An opening bracket: ( [ {.</summary>
    Open,

    /// <summary>A closing bracket: ) ] }.</summary>
    Close,

    /// <summary>A line feed outside strings and comments.</summary>
    LineEnd,
}

/// <summary>A bracket or line end of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it is.</param>
/// <param name="Character">The character.</param>
internal readonly record struct Bracket(BracketKind Kind, int Offset, char Character);

/// <summary>Reads the brackets of a text in a C-like language, leaving out strings, characters and comments.</summary>
/// <remarks>An approximation that fits many languages; where exactness matters, C# is read by Roslyn.</remarks>
internal static class BracketScan
{
    /// <summary>The brackets and line ends of a text that starts outside strings and comments.</summary>
    public static List<Bracket> Read(ReadOnlySpan<char> text) => Read(text, out _);

    /// <summary>The same.</summary>
    /// <param name="text">The text.</param>
    /// <param name="endsInside">True where the text ends in a string or comment of several lines.</param>
    public static List<Bracket> Read(ReadOnlySpan<char> text, out bool endsInside)
    {
        var found = new List<Bracket>();
        int i = 0;
        endsInside = false;
        while (i < text.Length)
        {
            char c = text[i];
            switch (c)
            {
                case '(' or '[' or '{':
                    found.Add(new Bracket(BracketKind.Open, i++, c));
                    break;
                case ')' or ']' or '}':
                    found.Add(new Bracket(BracketKind.Close, i++, c));
                    break;
                case '\n':
                    found.Add(new Bracket(BracketKind.LineEnd, i++, c));
                    break;
                case '/' when text[i..].StartsWith("//"):
                    i = Skip(text, i, "\n", includeEnd: false);
                    break;
                case '/' when text[i..].StartsWith("/*"):
                    i = Skip(text, i + 2, "*/", includeEnd: true);
                    endsInside = i == text.Length && !text.EndsWith("*/");
                    break;
                case '"' when text[i..].StartsWith("\"\"\""):
                    int raw = i + 3;
                    i = Skip(text, raw, "\"\"\"", includeEnd: true);
                    endsInside = i == text.Length && (i < raw + 3 || !text.EndsWith("\"\"\""));
                    break;
                case '"' or '`':
                    int start = i;
                    i = SkipString(text, i, c);
                    endsInside = i == text.Length && (c == '`' || (start > 0 && text[start - 1] == '@')) && (i == start + 1 || text[i - 1] != c);
                    break;
                case '\'' when IsCharacter(text[i..], out int length):
                    i += length;
                    break;
                default:
                    i++;
                    break;
            }
        }

        return found;
    }

    private static int Skip(ReadOnlySpan<char> text, int start, string end, bool includeEnd)
    {
        int at = text[start..].IndexOf(end);
        return at < 0 ? text.Length : start + at + (includeEnd ? end.Length : 0);
    }

    /// <summary>After the closing quote, or at the end of the line when the string is not closed there.</summary>
    private static int SkipString(ReadOnlySpan<char> text, int start, char quote)
    {
        bool verbatim = start > 0 && text[start - 1] == '@';
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && !verbatim)
            {
                i++;
            }
            else if (text[i] == quote)
            {
                return i + 1;
            }
            else if (text[i] == '\n' && quote == '"' && !verbatim)
            {
                return i;
            }
        }

        return text.Length;
    }

    /// <summary>A quote starts a character or a short string only when it is closed on its line; otherwise it is a lifetime, an apostrophe, ….</summary>
    private static bool IsCharacter(ReadOnlySpan<char> text, out int length)
    {
        length = 1;
        for (int i = 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '\'')
            {
                length = i + 1;
                return true;
            }
        }

        return false;
    }
}
