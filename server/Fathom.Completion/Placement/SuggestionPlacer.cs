using Fathom.Completion.Cursor;

namespace Fathom.Completion.Placement;

/// <summary>Turns text to insert at a cursor into a replacement of a part of the cursor's line.</summary>
/// <remarks>
/// The replaced part starts at the first column, so that it stays the same while the user types on, and the text begins with what stands there.
/// It ends at the cursor, or after the rest of the line, which the text then holds too.
/// </remarks>
internal static class SuggestionPlacer
{
    public static Suggestion Place(CursorContext cursor, string inserted, double confidence, int tokens)
    {
        string rest = cursor.RestOfLine;
        string joined = cursor.RestIsClosers && rest.Length > 0 ? ClosingRun.Join(inserted, rest) : inserted + rest;
        return new Suggestion(
            cursor.LineStart,
            cursor.Offset + rest.Length,
            cursor.LinePrefix + joined,
            inserted,
            confidence,
            tokens);
    }

    /// <summary>Places text behind the selected entry of the completion list; closers right of the cursor stay in the document.</summary>
    public static Suggestion PlaceBehind(CursorContext cursor, SelectedEntry entry, string inserted, double confidence, int tokens)
    {
        string rest = cursor.RestOfLine.TrimStart();
        (int matched, int firstMatch) = ClosingRun.Match(inserted, rest);
        string kept = matched > 0 ? inserted[..firstMatch] : inserted;
        return new Suggestion(entry.Start, entry.End, entry.Text + kept, kept, confidence, tokens);
    }

    /// <summary>Places text at the cursor, or behind the entry that is selected.</summary>
    public static Suggestion Place(CursorContext cursor, SelectedEntry? selected, string inserted, double confidence, int tokens) =>
        selected is null ? Place(cursor, inserted, confidence, tokens) : PlaceBehind(cursor, selected, inserted, confidence, tokens);

    /// <summary>True when a suggestion leaves the line as it is: closers that the editor has already written are all there is to say.</summary>
    public static bool ChangesNothing(CursorContext cursor, Suggestion suggestion) =>
        suggestion.ReplaceStart == cursor.LineStart
        && cursor.Document.Text.AsSpan(suggestion.ReplaceStart, suggestion.ReplaceEnd - suggestion.ReplaceStart).SequenceEqual(suggestion.Text);
}
