using Fathom.Completion.Generation;

namespace Fathom.Completion;

/// <summary>A question: what could come at this place of this document?</summary>
/// <param name="Document">The document.</param>
/// <param name="Offset">The cursor, in UTF-16 units from the start of the text; 0 … length.</param>
/// <param name="Trigger">What made the editor ask.</param>
/// <param name="MaximumSuggestions">Most suggestions wanted; at least 1.</param>
/// <param name="Selected">The selected entry of the completion list, or null.</param>
/// <param name="Context">Other files that the model may read, least relevant first; null for none.</param>
/// <param name="Delay">How long to wait before the model is asked; an answer that needs no model comes at once. Not negative.</param>
public sealed record CompletionRequest(
    CompletionDocument Document,
    int Offset,
    CompletionTrigger Trigger,
    int MaximumSuggestions = 1,
    SelectedEntry? Selected = null,
    IReadOnlyList<ContextFile>? Context = null,
    TimeSpan Delay = default);
