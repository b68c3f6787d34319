using Fathom.Completion.Ranking;

namespace Fathom.Completion.Generation;

/// <summary>
/// How often a model is asked, and how. The first text is the most likely one, token by token; further ones are sampled, with a fixed seed each. When
/// several suggestions are wanted each is an attempt. When one is wanted, further attempts are for a first text that was rejected or is not sure: what a
/// small model samples is often better than what it finds likeliest, and the decision what to show picks.
/// </summary>
internal sealed class Attempts(CompletionRequest request, CompletionSettings settings, ICompletionModel model)
{
    // Tokens of all further attempts together: they may cost as much as one text of some lines, whatever they say.
    private const int FurtherTokens = 64;

    private int _tokensOfFirst;

    /// <summary>The options of an attempt; null when there is to be no other.</summary>
    /// <param name="index">From 0.</param>
    /// <param name="tokens">What all attempts before have taken.</param>
    /// <param name="shown">What they gave.</param>
    public GenerationOptions? OptionsOf(int index, int tokens, IReadOnlyList<Suggestion> shown)
    {
        if (index == 0)
        {
            return new GenerationOptions(settings.MaximumTokens);
        }

        _tokensOfFirst = index == 1 ? tokens : _tokensOfFirst;
        int room = index < request.MaximumSuggestions ? settings.MaximumTokens
            : request.MaximumSuggestions > 1 || index >= model.Attempts || shown.Any(IsSure) ? 0
            : Math.Min(settings.MaximumTokens, FurtherTokens - (tokens - _tokensOfFirst));
        return room < 1 ? null : new GenerationOptions(room, Temperature: 0.8f, TopP: 0.95f, Seed: index);
    }

    private bool IsSure(Suggestion suggestion) =>
        suggestion.Confidence >= (model.ShowFilter?.Threshold(ConfidenceLevel.Quiet) ?? Confidence.Threshold(ConfidenceLevel.Quiet));
}
