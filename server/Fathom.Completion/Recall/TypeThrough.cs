using Fathom.Completion.Cursor;
using Fathom.Completion.Placement;

namespace Fathom.Completion.Recall;

/// <summary>Tells whether what was typed since a suggestion agrees with it.</summary>
internal static class TypeThrough
{
    /// <summary>
    /// The rest of a remembered suggestion at the cursor, or null when it does not fit any more. It fits when the text before the cursor is the
    /// text of that time followed by a start of the suggestion, and the text after the cursor's line is unchanged. Right of the cursor closers
    /// may have come or gone, since editors write and overwrite them.
    /// </summary>
    public static string? Remainder(RememberedSuggestion remembered, CursorContext cursor)
    {
        string inserted = remembered.Suggestion.Inserted;
        ReadOnlySpan<char> before = cursor.Before;
        if (before.Length < remembered.Offset || !before.StartsWith(remembered.Text.AsSpan(0, remembered.Offset)))
        {
            return null;
        }

        int typed = LengthTyped(before[remembered.Offset..], inserted);
        if (typed < 0 || typed >= inserted.Length)
        {
            return null;
        }

        bool sameBelow = cursor.LinesBelow.SequenceEqual(remembered.Text.AsSpan(remembered.LineEnd));
        ReadOnlySpan<char> restThen = remembered.Text.AsSpan(remembered.Offset, remembered.LineEnd - remembered.Offset).TrimEnd();
        bool sameRest = restThen.SequenceEqual(cursor.After[..(cursor.LineEnd - cursor.Offset)].TrimEnd()) || (cursor.RestIsClosers && AreClosers(restThen));
        return sameBelow && sameRest ? inserted[typed..] : null;
    }

    /// <summary>How much of the suggestion the typed text makes up, or −1 when it differs. Line ends compare equal in all three forms.</summary>
    private static int LengthTyped(ReadOnlySpan<char> typed, string inserted)
    {
        int at = 0;
        for (int i = 0; i < typed.Length; i++)
        {
            char c = typed[i] == '\r' ? '\n' : typed[i];
            if (typed[i] == '\r' && i + 1 < typed.Length && typed[i + 1] == '\n')
            {
                i++;
            }

            if (at >= inserted.Length || inserted[at] != c)
            {
                return -1;
            }

            at++;
        }

        return at;
    }

    private static bool AreClosers(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(ClosingRun.Closers) < 0;
}
