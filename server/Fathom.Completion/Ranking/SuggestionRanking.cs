namespace Fathom.Completion.Ranking;

/// <summary>Orders suggestions for one place.</summary>
internal static class SuggestionRanking
{
    /// <summary>Different suggestions, the surest first, at most <paramref name="count"/>.</summary>
    public static IReadOnlyList<Suggestion> Best(IEnumerable<Suggestion> suggestions, int count) =>
        [.. suggestions.OrderByDescending(suggestion => suggestion.Confidence).DistinctBy(suggestion => suggestion.Text).Take(count)];
}
