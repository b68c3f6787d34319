namespace Fathom.Completion.Recall;

/// <summary>A suggestion and the place it was made for.</summary>
/// <param name="DocumentId">Key of the document.</param>
/// <param name="Text">The whole document at that time.</param>
/// <param name="Offset">The cursor at that time.</param>
/// <param name="LineEnd">End of the cursor's line at that time.</param>
/// <param name="Suggestion">The suggestion; its <see cref="Suggestion.Inserted"/> starts at the cursor.</param>
internal sealed record RememberedSuggestion(string DocumentId, string Text, int Offset, int LineEnd, Suggestion Suggestion);
