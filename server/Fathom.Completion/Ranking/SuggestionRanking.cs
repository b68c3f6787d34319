namespace Fathom.Completion.Ranking;

/// <summary>Orders suggestions for one place.</summary>
internal static class SuggestionRanking
{
    // What is shorter is surer, and often only half of what is meant: the likeliest text gives way to what is clearly surer.
    private const double Clearly = 1.5;

    /// <summary>Different suggestions, the surest first, at most <paramref name="count"/>.</summary>
    /// <param name="suggestions">In the order in which they were asked for.</param>
    /// <param name="count">1 or more.</param>
    public static IReadOnlyList<Suggestion> Best(IEnumerable<Suggestion> suggestions, int count) =>
        [.. suggestions.Index()
            .OrderByDescending(one => one.Item.Confidence * (one.Index == 0 ? Clearly : 1))
            .Select(one => one.Item)
            .DistinctBy(suggestion => suggestion.Text)
            .Take(count)];

    /// <summary>True when a suggestion is to stand in place of one that was asked for before it.</summary>
    public static bool IsClearlySurer(Suggestion? suggestion, Suggestion? earlier) =>
        suggestion is not null && (earlier is null || suggestion.Confidence > Clearly * earlier.Confidence);
}
