namespace Fathom.Server.Statistics;

/// <summary>Counts of durations in fixed buckets.</summary>
internal static class LatencyHistogram
{
    /// <summary>Upper ends of the buckets in milliseconds, inclusive; the last bucket holds everything slower too.</summary>
    public static IReadOnlyList<int> UpperEnds { get; } = [2, 5, 10, 20, 50, 100, 200, 300, 500, 750, 1000, 2000, 5000, 60_000];

    /// <summary>Counts of zero.</summary>
    public static IReadOnlyList<long> Empty { get; } = new long[UpperEnds.Count];

    /// <summary>One duration.</summary>
    public static IReadOnlyList<long> Of(TimeSpan duration)
    {
        int bucket = 0;
        while (bucket < UpperEnds.Count - 1 && duration.TotalMilliseconds > UpperEnds[bucket])
        {
            bucket++;
        }

        long[] counts = new long[UpperEnds.Count];
        counts[bucket] = 1;
        return counts;
    }

    /// <summary>The duration in milliseconds below which a share of all durations lies, taken as evenly spread inside its bucket; null when there are none.</summary>
    /// <param name="counts">One count for each bucket.</param>
    /// <param name="share">The share, 0 … 1.</param>
    public static double? Percentile(IReadOnlyList<long> counts, double share)
    {
        double wanted = share * counts.Sum();
        if (counts.All(count => count == 0))
        {
            return null;
        }

        int bucket = 0;
        double before = 0;
        while (bucket < counts.Count - 1 && before + counts[bucket] < wanted)
        {
            before += counts[bucket++];
        }

        double lower = bucket == 0 ? 0 : UpperEnds[bucket - 1];
        double inside = counts[bucket] == 0 ? 0 : (wanted - before) / counts[bucket];
        return Math.Round(lower + (inside * (UpperEnds[bucket] - lower)), 1);
    }
}
