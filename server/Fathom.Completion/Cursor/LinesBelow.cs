namespace Fathom.Completion.Cursor;

/// <summary>Reads, in C#, the line directly below the cursor's.</summary>
internal static class LinesBelow
{
    private static readonly HashSet<string> Modifiers =
    [
        "public", "private", "protected", "internal", "file", "static", "sealed", "abstract", "partial", "virtual", "override", "readonly", "unsafe", "class", "interface", "struct", "enum", "record",
    ];

    /// <summary>What the line below says.</summary>
    public static LineBelow At(CursorContext cursor)
    {
        ReadOnlySpan<char> below = cursor.LineBelow;
        ReadOnlySpan<char> text = below.Trim();
        if (cursor.Family != LanguageFamily.CSharp || !cursor.RestIsClosers || cursor.RestOfLine.Contains(';') || text.IsEmpty || text[0] == '#' || text.StartsWith("//"))
        {
            return LineBelow.Anything;
        }

        if (text is "{")
        {
            return LineBelow.Body;
        }

        ReadOnlySpan<char> indentation = below[..(below.Length - below.TrimStart().Length)];
        if (BeginsInTheMiddle(text) || (indentation.StartsWith(cursor.Indentation) && (IsDeeper(cursor, indentation.Length) || IsAmongArguments(cursor))))
        {
            return LineBelow.Continuation;
        }

        return cursor.AtIndentation && indentation.SequenceEqual(cursor.Indentation) && Modifiers.Contains(FirstWord(text)) ? LineBelow.Declaration : LineBelow.Anything;
    }

    private static bool BeginsInTheMiddle(ReadOnlySpan<char> text) =>
        text[0] is '.' or '?' or ':' or '=' or ',' or ')' or ']' || text.StartsWith("&& ") || text.StartsWith("|| ") || text.StartsWith("+ ");

    // Behind a label and in a block that begins on the line or above it, deeper lines are statements of their own; on an empty line that is not indented as the lines around, depth means nothing.
    private static bool IsDeeper(CursorContext cursor, int indentation)
    {
        if (indentation <= cursor.Indentation.Length || cursor.LinePrefix.AsSpan().TrimStart().StartsWith("case ") || cursor.LinePrefix.AsSpan().TrimStart().StartsWith("default:"))
        {
            return false;
        }

        return cursor.AtIndentation
            ? cursor.Before.TrimEnd() is [.., not ('{' or ':')] && IndentationAbove(cursor) <= cursor.Indentation.Length
            : Innermost(cursor.LinePrefix) is not { Character: '{' };
    }

    // The brackets that are open were opened above, on a line that is not as deep.
    private static bool IsAmongArguments(CursorContext cursor)
    {
        if (cursor.Indentation.IsEmpty || Innermost(cursor.Before) is not { Character: '(' or '[' } open || open.Offset >= cursor.LineStart)
        {
            return false;
        }

        ReadOnlySpan<char> opened = cursor.Before[(cursor.Before[..open.Offset].LastIndexOf('\n') + 1)..open.Offset];
        return opened.Length - opened.TrimStart().Length < cursor.Indentation.Length && !opened.TrimEnd().EndsWith("for");
    }

    private static int IndentationAbove(CursorContext cursor)
    {
        ReadOnlySpan<char> above = cursor.Before.TrimEnd();
        above = above[(above.LastIndexOf('\n') + 1)..];
        return above.Length - above.TrimStart().Length;
    }

    private static Bracket? Innermost(ReadOnlySpan<char> text)
    {
        var open = new Stack<Bracket>();
        foreach (Bracket bracket in BracketScan.Read(text))
        {
            if (bracket.Kind == BracketKind.Open)
            {
                open.Push(bracket);
            }
            else if (bracket.Kind == BracketKind.Close)
            {
                open.TryPop(out _);
            }
        }

        return open.TryPeek(out Bracket innermost) ? innermost : null;
    }

    private static string FirstWord(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('a', 'z') is >= 0 and var end ? text[..end].ToString() : text.ToString();
}
