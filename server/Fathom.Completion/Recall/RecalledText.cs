namespace Fathom.Completion.Recall;

/// <summary>What is left of an earlier suggestion.</summary>
/// <param name="Remainder">The text that still comes at the cursor; not empty.</param>
/// <param name="Suggestion">The suggestion it comes from.</param>
internal sealed record RecalledText(string Remainder, Suggestion Suggestion);
