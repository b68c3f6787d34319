namespace Fathom.Completion.Filtering;

/// <summary>What the filters left of a candidate.</summary>
/// <param name="Text">The text to insert at the cursor; empty when rejected.</param>
/// <param name="Rejected">Why nothing is left, or null.</param>
internal readonly record struct FilteredText(string Text, CompletionOutcome? Rejected);
