using Fathom.Completion.Ranking;

namespace Fathom.Completion.Tests;

/// <summary>Show filters made by hand.</summary>
internal static class Filters
{
    public static IReadOnlyDictionary<ConfidenceLevel, double> Thresholds { get; } = new Dictionary<ConfidenceLevel, double>
    {
        [ConfidenceLevel.Eager] = 0.25,
        [ConfidenceLevel.Balanced] = 0.5,
        [ConfidenceLevel.Quiet] = 0.75,
    };

    /// <summary>A filter that gives every suggestion the same probability.</summary>
    public static ShowFilter Always(double probability) =>
        new(new double[SuggestionSignals.Names.Count], Math.Log(probability / (1 - probability)), Thresholds);

    /// <summary>A filter that goes by the sum of the log-probabilities alone.</summary>
    public static ShowFilter ByTotalLogProbability { get; } =
        new([.. SuggestionSignals.Names.Select(name => name == "total_log_probability" ? 1.0 : 0)], 2, Thresholds);
}
