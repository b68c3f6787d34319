using Fathom.Completion;
using Fathom.Server.Commands;
using Fathom.Server.Documents;
using Fathom.Server.Protocol;

namespace Fathom.Server.Lists;

/// <summary>Turns suggestions of one line into items of the completion list.</summary>
internal static class ListItems
{
    private const int MostLabelCharacters = 80;
    private const int Text = 1;
    private const int PlainText = 1;

    /// <summary>The list for an answer whose suggestions are cut to one line.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="document">The document that was asked about.</param>
    /// <param name="cursor">The cursor, as an offset.</param>
    /// <param name="id">Comes back as the argument of the command.</param>
    public static CompletionList Of(CompletionAnswer answer, OpenDocument document, int cursor, string id)
    {
        int word = StartOfWord(document.Text, cursor);
        return new CompletionList(IsIncomplete: true, [.. answer.Suggestions.Select(suggestion => ItemOf(suggestion, document, word, id))]);
    }

    /// <summary>Clients filter by the word that is typed, so the item begins with that word, not with its line.</summary>
    private static CompletionItem ItemOf(Suggestion suggestion, OpenDocument document, int word, string id)
    {
        int start = Math.Max(word, suggestion.ReplaceStart);
        string text = suggestion.Text[(start - suggestion.ReplaceStart)..];
        string label = text.Trim();
        return new CompletionItem(
            label.Length <= MostLabelCharacters ? label : $"{label.AsSpan(0, MostLabelCharacters - 1)}…",
            Text,
            "Fathom",
            Preselect: false,
            text,
            PlainText,
            new TextEdit(new Protocol.Range(document.Lines.PositionOf(start), document.Lines.PositionOf(suggestion.ReplaceEnd)), text),
            new Command("Accepted", CommandNames.Accepted, [id]));
    }

    private static int StartOfWord(string text, int cursor)
    {
        int start = cursor;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_'))
        {
            start--;
        }

        return start;
    }
}
