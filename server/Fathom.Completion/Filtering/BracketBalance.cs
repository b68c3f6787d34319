using Fathom.Completion.Cursor;

namespace Fathom.Completion.Filtering;

/// <summary>Compares the brackets open at a cursor with those that the text below closes.</summary>
internal static class BracketBalance
{
    /// <summary>True when the lines below close every bracket that is open at the cursor.</summary>
    public static bool IsClosedBelow(CursorContext cursor) => CountOpen(cursor) <= CountClosedBelow(cursor);

    /// <summary>True of a text that only closes what is open.</summary>
    public static bool OnlyCloses(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(" \t\r\n)]};") < 0;

    /// <summary>Where the first brace of a text stands that closes what the text did not open; null where there is none.</summary>
    public static int? FirstClosed(ReadOnlySpan<char> text)
    {
        int depth = 0;
        foreach (Bracket bracket in BracketScan.Read(text).Where(bracket => bracket.Character is '{' or '}'))
        {
            depth += bracket.Kind == BracketKind.Open ? 1 : -1;
            if (depth < 0)
            {
                return bracket.Offset;
            }
        }

        return null;
    }

    /// <summary>
    /// Cuts a suggestion before the first closing bracket that has no opening one before it and is not wanted by the text around. Each kind of bracket by itself: a
    /// parenthesis at the cursor is not closed by a brace below.
    /// </summary>
    public static string Trim(CursorContext cursor, string inserted)
    {
        // In a string or a comment that an earlier line has opened brackets are words. Where no parser looks on behind this, a text that was misread would let everything pass.
        bool isInside = false;
        if (cursor.Family == LanguageFamily.CSharp)
        {
            BracketScan.Read(cursor.Before[..cursor.LineStart], out isInside);
        }

        if (isInside)
        {
            return inserted;
        }

        int depth = 0;
        Dictionary<char, int> depths = [];

        // The cursor may stand in a string or a comment of its line.
        int start = cursor.LinePrefix.Length;
        foreach (Bracket bracket in BracketScan.Read(cursor.LinePrefix + inserted).Where(bracket => bracket.Kind != BracketKind.LineEnd && bracket.Offset >= start))
        {
            int step = bracket.Kind == BracketKind.Open ? 1 : -1;
            char closer = CloserOf(bracket);
            depth += step;
            depths[closer] = depths.GetValueOrDefault(closer) + step;
            if (step < 0 && depth < 0 && depths[closer] < 0 && -depths[closer] > CountOpen(cursor, closer) - CountClosedBelow(cursor, closer))
            {
                return inserted[..(bracket.Offset - start)];
            }
        }

        return inserted;
    }

    private static char CloserOf(Bracket bracket) => bracket.Character switch { '(' => ')', '[' => ']', '{' => '}', char closer => closer };

    // Of one kind, or of all.
    private static int CountOpen(CursorContext cursor, char? closer = null)
    {
        int depth = 0;
        foreach (Bracket bracket in BracketScan.Read(cursor.Before))
        {
            if (closer is not null && CloserOf(bracket) != closer)
            {
                continue;
            }

            depth = bracket.Kind switch
            {
                BracketKind.Open => depth + 1,
                BracketKind.Close => Math.Max(0, depth - 1),
                _ => depth,
            };
        }

        return depth;
    }

    /// <summary>Closing brackets without an opening one; those that the editor wrote right of the cursor are the suggestion's to write again.</summary>
    private static int CountClosedBelow(CursorContext cursor, char? closer = null)
    {
        int depth = 0;
        int closed = 0;
        foreach (Bracket bracket in BracketScan.Read(cursor.RestIsClosers ? cursor.LinesBelow : cursor.After))
        {
            if (closer is not null && CloserOf(bracket) != closer)
            {
                continue;
            }

            if (bracket.Kind == BracketKind.Open)
            {
                depth++;
            }
            else if (bracket.Kind == BracketKind.Close && --depth < 0)
            {
                closed++;
                depth = 0;
            }
        }

        return closed;
    }
}
