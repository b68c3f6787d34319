namespace Fathom.Server.Protocol;

/// <summary>Result of <c>fathom/statistics</c>.</summary>
/// <param name="Since">When counting began.</param>
/// <param name="Shown">Suggestions seen.</param>
/// <param name="Accepted">Suggestions taken whole.</param>
/// <param name="PartlyAccepted">Suggestions of which a word or a line was taken, and not the rest.</param>
/// <param name="Rejected">Suggestions seen and then typed over or left.</param>
/// <param name="CharactersAccepted">UTF-16 units that suggestions wrote for the user.</param>
/// <param name="LatencyMs">Time from request to suggestion.</param>
/// <param name="Languages">By language, the most used first.</param>
/// <param name="Days">By local date, oldest first.</param>
internal sealed record FathomStatistics(
    DateTimeOffset? Since,
    long Shown,
    long Accepted,
    long PartlyAccepted,
    long Rejected,
    long CharactersAccepted,
    LatencyStatistics LatencyMs,
    IReadOnlyList<LanguageStatistics> Languages,
    IReadOnlyList<DayStatistics> Days);

/// <summary>Milliseconds from request to suggestion; the percentiles are absent before the first.</summary>
internal sealed record LatencyStatistics(double? P50, double? P95, IReadOnlyList<LatencyBucket> Histogram);

/// <summary>How many took at most so many milliseconds, and more than those of the bucket before.</summary>
internal sealed record LatencyBucket(int UpTo, long Count);

/// <summary>Suggestions of one language.</summary>
internal sealed record LanguageStatistics(string Language, long Shown, long Accepted);

/// <summary>Suggestions of one day.</summary>
internal sealed record DayStatistics(string Date, long Shown, long Accepted, long Characters);
