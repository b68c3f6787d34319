using Fathom.Completion;
using Fathom.Server.Protocol;

namespace Fathom.Server.Inline;

/// <summary>What a client asks for, in the words of the protocol.</summary>
/// <param name="Uri">The document.</param>
/// <param name="Position">The cursor.</param>
/// <param name="Trigger">What made it ask.</param>
/// <param name="MaximumSuggestions">Most suggestions wanted.</param>
/// <param name="Selected">The selected entry of the completion list, or null.</param>
/// <param name="IsForList">True when only the first line can be shown.</param>
internal sealed record SuggestionQuestion(
    string Uri, Position Position, CompletionTrigger Trigger, int MaximumSuggestions, SelectedCompletionInfo? Selected, bool IsForList);
