using Fathom.Server.Protocol;

namespace Fathom.Server.Statistics;

/// <summary>Puts usage into the answer to <c>fathom/statistics</c>.</summary>
internal static class StatisticsReport
{
    /// <summary>The answer: languages by use, days in order.</summary>
    public static FathomStatistics Of(Usage usage) => new(
        usage.Since,
        usage.Shown,
        usage.Accepted,
        usage.PartlyAccepted,
        usage.Rejected,
        usage.CharactersAccepted,
        new LatencyStatistics(
            LatencyHistogram.Percentile(usage.Latency, 0.5),
            LatencyHistogram.Percentile(usage.Latency, 0.95),
            [.. LatencyHistogram.UpperEnds.Zip(usage.Latency, (upTo, count) => new LatencyBucket(upTo, count))]),
        [.. usage.Languages.OrderByDescending(each => each.Value.Shown).ThenBy(each => each.Key, StringComparer.Ordinal)
            .Select(each => new LanguageStatistics(each.Key, each.Value.Shown, each.Value.Accepted))],
        [.. usage.Days.OrderBy(each => each.Key, StringComparer.Ordinal)
            .Select(each => new DayStatistics(each.Key, each.Value.Shown, each.Value.Accepted, each.Value.Characters))]);
}
