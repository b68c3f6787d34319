namespace Fathom.Server.Acceptance;

/// <summary>Infers from an edit what the user did with a suggestion; editors tell of partial acceptance and rejection in no other way.</summary>
internal static class EditReader
{
    private const string Closers = ")]}>\"'`;, \t";
    private static readonly string[] s_pairs = ["()", "[]", "{}", "<>", "\"\"", "''", "``"];

    /// <summary>Reads an edit.</summary>
    /// <param name="place">The suggestion before the edit.</param>
    /// <param name="before">The document before.</param>
    /// <param name="after">The document after.</param>
    /// <param name="versions">
    /// By how much the document's version grew: an editor that gathers key strokes (Neovim, for 150 ms) counts every one of them, and what is
    /// taken in one step counts once.
    /// </param>
    public static EditStep Read(SuggestionPlace place, string before, string after, long versions)
    {
        var edit = TextEdit.Between(before, after);
        if (edit is { Removed: 0, Inserted.Length: 0 })
        {
            return new EditStep(EditEffect.Kept, place, 0);
        }

        SuggestionPlace now = place.In(after);
        if (edit.Start < place.Anchor || now.Matched < place.Least)
        {
            return new EditStep(EditEffect.Diverged, now, 0);
        }

        edit = edit.EndingBy(before, place.Anchor, now.End);
        int behind = Math.Max(0, edit.Start + edit.Inserted.Length - now.End);
        if (behind > edit.Inserted.Length || !AreClosers(edit.Inserted.AsSpan(edit.Inserted.Length - behind)))
        {
            return new EditStep(EditEffect.Diverged, now, 0);
        }

        if (now.Matched <= place.Matched)
        {
            // Letters taken back, or closers that the editor wrote or removed by itself.
            bool isKept = edit.Start <= place.End && (edit.Inserted.Length == 0 || edit.Start >= now.End);
            return new EditStep(isKept ? EditEffect.Kept : EditEffect.Diverged, now, 0);
        }

        string along = edit.Inserted[..^behind];
        int advance = LengthInLineFeeds(along);
        bool isTyped = advance <= versions || IsOneKey(edit.Inserted);
        return new EditStep(isTyped ? EditEffect.Typed : EditEffect.Taken, now, advance);
    }

    /// <summary>A pair of brackets, and a line break with the indentation after it, come from one key.</summary>
    private static bool IsOneKey(string inserted) => string.IsNullOrWhiteSpace(inserted) || s_pairs.Contains(inserted);

    private static bool AreClosers(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(Closers) < 0;

    private static int LengthInLineFeeds(string text) => text.Length - text.AsSpan().Count("\r\n");
}
