namespace Fathom.Server.Acceptance;

/// <summary>A suggestion over a document: from <see cref="Anchor"/> on the document is to read <see cref="Text"/>, and a start of it already does.</summary>
/// <param name="Anchor">Offset of the first character that the suggestion replaces.</param>
/// <param name="Text">The replacing text with <c>\n</c> line ends.</param>
/// <param name="Least">Characters of the text that stood before the cursor when the suggestion appeared.</param>
/// <param name="Matched">Characters of the text that the document agrees with.</param>
/// <param name="End">Offset in the document after those.</param>
internal readonly record struct SuggestionPlace(int Anchor, string Text, int Least, int Matched, int End)
{
    /// <summary>True when the document holds all of it.</summary>
    public bool IsComplete => Matched == Text.Length;

    /// <summary>Lays a suggestion over a document.</summary>
    /// <param name="document">The text of the document.</param>
    /// <param name="anchor">Offset of the first replaced character.</param>
    /// <param name="cursor">The cursor; not before the anchor.</param>
    /// <param name="text">The replacing text.</param>
    public static SuggestionPlace Over(string document, int anchor, int cursor, string text) =>
        new SuggestionPlace(anchor, text, Math.Min(cursor - anchor, text.Length), 0, anchor).In(document);

    /// <summary>The same suggestion over a changed document; line ends compare equal in all three forms.</summary>
    public SuggestionPlace In(string document)
    {
        int matched = 0;
        int at = Anchor;
        while (matched < Text.Length && at < document.Length)
        {
            char c = document[at] == '\r' ? '\n' : document[at];
            if (c != Text[matched])
            {
                break;
            }

            at += document[at] == '\r' && at + 1 < document.Length && document[at + 1] == '\n' ? 2 : 1;
            matched++;
        }

        return this with { Matched = matched, End = at };
    }
}
