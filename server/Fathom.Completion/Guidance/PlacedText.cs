using Fathom.Completion.Cursor;
using Fathom.Completion.Prompting;

namespace Fathom.Completion.Guidance;

/// <summary>A suggestion as the compiler reads it, in a document with <c>\n</c> for every line end.</summary>
/// <param name="Start">Where its text begins.</param>
/// <param name="End">Where the document goes on.</param>
/// <param name="Text">Its text.</param>
/// <param name="JudgedFrom">How much of the text stands there already.</param>
internal readonly record struct PlacedText(int Start, int End, string Text, int JudgedFrom)
{
    /// <summary>Finds the place of a suggestion.</summary>
    public static PlacedText Of(CursorContext cursor, Suggestion suggestion)
    {
        string document = cursor.Document.Text;
        int start = PromptText.Normalize(document.AsSpan(0, suggestion.ReplaceStart)).Length;
        int length = PromptText.Normalize(document.AsSpan(suggestion.ReplaceStart, suggestion.ReplaceEnd - suggestion.ReplaceStart)).Length;
        return new PlacedText(start, start + length, suggestion.Text, cursor.LinePrefix.Length);
    }
}
