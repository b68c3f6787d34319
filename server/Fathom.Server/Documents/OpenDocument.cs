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

    /// <summary>The document after one change.</summary>
    /// <exception cref="InvalidDataException">The range of the change ends before it starts.</exception>
    public OpenDocument With(TextChange change)
    {
        if (change.Range is null)
        {
            return this with { Text = change.Text, _lines = null };
        }

        int start = Lines.OffsetOf(change.Range.Start);
        int end = Lines.OffsetOf(change.Range.End);
        if (end < start)
        {
            throw new InvalidDataException($"a change of {Uri} ends before it starts");
        }

        return this with { Text = string.Concat(Text.AsSpan(0, start), change.Text, Text.AsSpan(end)), _lines = null };
    }
}
