using Fathom.Completion.Cursor;

namespace Fathom.Completion.Filtering;

/// <summary>
/// Other ends of a line whose own does not fit what stands around it: closers of the kind and number that are open, and a comma, nothing or a brace where a semicolon is wrong.
/// A small model knows what a line says sooner than whether the list or the block around it goes on.
/// </summary>
internal static class CSharpLineEnds
{
    /// <summary>The forms of a text, likelier ones first; none where its end is not what could be wrong.</summary>
    /// <param name="cursor">Where it would stand.</param>
    /// <param name="text">The text; of several lines there are no other ends.</param>
    public static IEnumerable<string> Of(CursorContext cursor, string text)
    {
        if (text.Contains('\n'))
        {
            return [];
        }

        (int end, string closers) = Balance(cursor, text);
        string said = text[..end].TrimEnd();
        string own = said.Length > 0 && said[^1] is ';' or ',' ? said[^1..] : text is [.., ';' or ','] ? text[^1..] : "";
        said = said.TrimEnd(';', ',', ' ');
        if (said is "" or [.., '(' or '[' or '{' or '.' or '='] || (own.Length == 0 && end == text.Length))
        {
            return [];
        }

        string closed = said + closers;
        string[] ends = cursor.RestOfLine.Length > 0 ? [""] : own == "," ? [own, ""] : (cursor.LinePrefix + text).StartsWith("namespace ", StringComparison.Ordinal) ? [own, " {"] : [own, ",", ""];
        return ends.Distinct().Select(mark => closed + mark).Where(form => form != text);
    }

    /// <summary>How far a text closes only what is open, and what is still missing there. What closers right of the cursor close is not the text's to close.</summary>
    private static (int End, string Closers) Balance(CursorContext cursor, string text)
    {
        var open = new Stack<char>();
        int kept = BracketScan.Read(cursor.RestOfLine).Count(bracket => bracket.Kind == BracketKind.Close);
        int end = text.Length;
        foreach (Bracket bracket in BracketScan.Read(cursor.LinePrefix + text))
        {
            if (bracket.Kind == BracketKind.Open)
            {
                open.Push(bracket.Character switch { '(' => ')', '[' => ']', _ => '}' });
            }
            else if (open.TryPeek(out char closer) && closer == bracket.Character && (open.Count > kept || bracket.Offset < cursor.LinePrefix.Length))
            {
                open.Pop();
            }
            else if (bracket.Offset >= cursor.LinePrefix.Length)
            {
                end = bracket.Offset - cursor.LinePrefix.Length;
                break;
            }
        }

        return (end, string.Concat(open.Take(Math.Max(0, open.Count - kept))));
    }
}
