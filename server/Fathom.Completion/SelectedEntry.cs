namespace Fathom.Completion;

/// <summary>The entry selected in the editor's ordinary completion list, which a suggestion has to extend.</summary>
/// <param name="Start">Offset of the text the entry replaces, in UTF-16 units from the start of the document.</param>
/// <param name="End">Offset after that text; not before <paramref name="Start"/>.</param>
/// <param name="Text">The text of the entry.</param>
public sealed record SelectedEntry(int Start, int End, string Text);
