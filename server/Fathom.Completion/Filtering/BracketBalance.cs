using Fathom.Completion.Cursor;

namespace Fathom.Completion.Filtering;

/// <summary>Compares the brackets open at a cursor with those that the text below closes.</summary>
internal static class BracketBalance
{
    /// <summary>True when the lines below close every bracket that is open at the cursor.</summary>
    public static bool IsClosedBelow(CursorContext cursor) => CountOpen(cursor) <= CountClosedBelow(cursor);

    /// <summary>Cuts a suggestion before the first closing bracket that has no opening one before it and is not wanted by the text around.</summary>
    public static string Trim(CursorContext cursor, string inserted)
    {
        int allowed = int.MaxValue;
        int depth = 0;
        foreach (Bracket bracket in BracketScan.Read(inserted))
        {
            if (bracket.Kind == BracketKind.Open)
            {
                depth++;
            }
            else if (bracket.Kind == BracketKind.Close && --depth < 0)
            {
                if (allowed == int.MaxValue)
                {
                    allowed = Math.Max(0, CountOpen(cursor) - CountClosedBelow(cursor));
                }

                if (-depth > allowed)
                {
                    return inserted[..bracket.Offset];
                }
            }
        }

        return inserted;
    }

    private static int CountOpen(CursorContext cursor)
    {
        int depth = 0;
        foreach (Bracket bracket in BracketScan.Read(cursor.Before))
        {
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
    private static int CountClosedBelow(CursorContext cursor)
    {
        int depth = 0;
        int closed = 0;
        foreach (Bracket bracket in BracketScan.Read(cursor.RestIsClosers ? cursor.LinesBelow : cursor.After))
        {
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
