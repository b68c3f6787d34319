using Fathom.Completion;
using Fathom.Server.Commands;
using Fathom.Server.Documents;
using Fathom.Server.Protocol;

namespace Fathom.Server.Inline;

/// <summary>Turns suggestions into protocol items.</summary>
internal static class InlineItems
{
    /// <summary>The list for an answer; <paramref name="id"/> comes back as the argument of the command.</summary>
    public static InlineCompletionList Of(CompletionAnswer answer, OpenDocument document, string id) =>
        answer.Suggestions.Count == 0
            ? InlineCompletionList.Empty
            : new InlineCompletionList([.. answer.Suggestions.Select(suggestion => new InlineCompletionItem(
                suggestion.Text,
                new Protocol.Range(document.Lines.PositionOf(suggestion.ReplaceStart), document.Lines.PositionOf(suggestion.ReplaceEnd)),
                new Command("Accepted", CommandNames.Accepted, [id])))]);

    /// <summary>The selected entry in offsets, or null when there is none or it does not fit the line of the cursor.</summary>
    public static SelectedEntry? Selected(SelectedCompletionInfo? info, OpenDocument document, Position cursor)
    {
        if (info is null || info.Range.Start.Line != cursor.Line || info.Range.End.Line != cursor.Line)
        {
            return null;
        }

        int start = document.Lines.OffsetOf(info.Range.Start);
        int end = document.Lines.OffsetOf(info.Range.End);
        return start <= end ? new SelectedEntry(start, end, info.Text) : null;
    }
}
