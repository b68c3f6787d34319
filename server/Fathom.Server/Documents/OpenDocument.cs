using System.Text;
using Fathom.Server.Protocol;

namespace Fathom.Server.Documents;

/// <summary>A document open in the editor, at one version. Immutable.</summary>
/// <param name="Uri">The client's own spelling of its address.</param>
/// <param name="Key">Equal for all spellings of the address.</param>
/// <param name="LanguageId">The client's language id; may be empty.</param>
/// <param name="Version">The client's version.</param>
/// <param name="Text">The text.</param>
internal sealed record OpenDocument(string Uri, string Key, string LanguageId, long Version, string Text)
{
    private LineIndex? _lines;

    /// <summary>Its lines, read when first asked for.</summary>
    public LineIndex Lines => _lines ??= LineIndex.Of(Text);

    /// <summary>The document after changes, each of the text that the one before left.</summary>
    /// <exception cref="InvalidDataException">The range of a change ends before it starts.</exception>
    public OpenDocument With(IReadOnlyList<TextChange> changes)
    {
        OpenDocument document = this;
        for (int taken = 0; taken < changes.Count;)
        {
            taken += changes[taken].Range is null ? document.Replace(changes[taken].Text, out document) : document.Apply(changes, taken, out document);
        }

        return document;
    }

    private int Replace(string text, out OpenDocument changed)
    {
        changed = this with { Text = text, _lines = null };
        return 1;
    }

    /// <summary>Takes as many changes as stand each above the one before, in one pass: so editors send a change of the whole document, and it may have thousands.</summary>
    private int Apply(IReadOnlyList<TextChange> changes, int first, out OpenDocument changed)
    {
        var upwards = new List<(int Start, int End, string Text)>();
        for (int i = first; i < changes.Count && changes[i].Range is { } range && (i == first || IsAbove(range, changes[i - 1].Range!)); i++)
        {
            int start = Lines.EditOffsetOf(range.Start);
            int end = Lines.EditOffsetOf(range.End);
            if (end < start)
            {
                throw new InvalidDataException($"a change of {Uri} ends before it starts");
            }

            if (upwards is [.., (int below, _, _)] && end == below && end > 0 && Text[end - 1] == '\r')
            {
                // What came behind it may have made one line end of two.
                break;
            }

            upwards.Add((start, end, changes[i].Text));
        }

        var text = new StringBuilder(Text.Length);
        int kept = 0;
        foreach ((int start, int end, string inserted) in Enumerable.Reverse(upwards))
        {
            text.Append(Text, kept, start - kept).Append(inserted);
            kept = end;
        }

        changed = this with { Text = text.Append(Text, kept, Text.Length - kept).ToString(), _lines = null };
        return upwards.Count;
    }

    private static bool IsAbove(Protocol.Range range, Protocol.Range other) => (range.End.Line, range.End.Character).CompareTo((other.Start.Line, other.Start.Character)) <= 0;
}
