using System.Text.Json.Serialization;

namespace Fathom.Server.Statistics;

/// <summary>Counts of what became of suggestions. Two of them add up, in any order, so several servers can share one file.</summary>
/// <remarks>A change may hold negative counts (a suggestion taken in part that is then taken whole moves); a stored total never does.</remarks>
internal sealed record Usage
{
    /// <summary>Days that are kept.</summary>
    public const int MostDays = 90;

    /// <summary>Languages that are kept.</summary>
    public const int MostLanguages = 40;

    /// <summary>Nothing counted.</summary>
    public static Usage Empty { get; } = new();

    /// <summary>Layout of the stored form.</summary>
    public int Version { get; init; } = 1;

    /// <summary>When counting began; null in changes.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Suggestions seen.</summary>
    public long Shown { get; init; }

    /// <summary>Suggestions taken whole.</summary>
    public long Accepted { get; init; }

    /// <summary>Suggestions taken in part.</summary>
    public long PartlyAccepted { get; init; }

    /// <summary>Suggestions seen and not wanted.</summary>
    public long Rejected { get; init; }

    /// <summary>Characters that suggestions wrote for the user.</summary>
    public long CharactersAccepted { get; init; }

    /// <summary>Times from request to suggestion, by the buckets of <see cref="LatencyHistogram"/>.</summary>
    public IReadOnlyList<long> Latency { get; init; } = LatencyHistogram.Empty;

    /// <summary>By language id.</summary>
    public IReadOnlyDictionary<string, LanguageUsage> Languages { get; init; } = new Dictionary<string, LanguageUsage>();

    /// <summary>By local date, as in <c>2026-03-01</c>.</summary>
    public IReadOnlyDictionary<string, DayUsage> Days { get; init; } = new Dictionary<string, DayUsage>();

    /// <summary>True when this can be a stored total of this version; members that the file lacked are null.</summary>
    [JsonIgnore]
    public bool IsSound =>
        Version == 1
        && Since is not null
        && Latency is not null && Languages is not null && Days is not null
        && Latency.Count == LatencyHistogram.UpperEnds.Count
        && Latency.Append(Shown).Append(Accepted).Append(PartlyAccepted).Append(Rejected).Append(CharactersAccepted).All(count => count >= 0);

    /// <summary>Both together, with the latest days and the most used languages that are kept.</summary>
    public Usage Plus(Usage other) => new()
    {
        Since = Since ?? other.Since,
        Shown = Shown + other.Shown,
        Accepted = Accepted + other.Accepted,
        PartlyAccepted = PartlyAccepted + other.PartlyAccepted,
        Rejected = Rejected + other.Rejected,
        CharactersAccepted = CharactersAccepted + other.CharactersAccepted,
        Latency = [.. Latency.Zip(other.Latency, (one, two) => one + two)],
        Languages = Together(Languages, other.Languages, static (one, two) => one + two)
            .OrderByDescending(each => each.Value.Shown).ThenBy(each => each.Key, StringComparer.Ordinal).Take(MostLanguages).ToDictionary(),
        Days = Together(Days, other.Days, static (one, two) => one + two)
            .OrderByDescending(each => each.Key, StringComparer.Ordinal).Take(MostDays).ToDictionary(),
    };

    /// <summary>A total without negative counts: what was moved may have been reset by another server before.</summary>
    public Usage AtLeastZero() => this with
    {
        Shown = Math.Max(0, Shown),
        Accepted = Math.Max(0, Accepted),
        PartlyAccepted = Math.Max(0, PartlyAccepted),
        Rejected = Math.Max(0, Rejected),
        CharactersAccepted = Math.Max(0, CharactersAccepted),
    };

    private static Dictionary<string, T> Together<T>(
        IReadOnlyDictionary<string, T> one, IReadOnlyDictionary<string, T> other, Func<T, T, T> add)
        where T : struct
    {
        var all = new Dictionary<string, T>(one, StringComparer.Ordinal);
        foreach ((string key, T value) in other)
        {
            all[key] = add(all.GetValueOrDefault(key), value);
        }

        return all;
    }
}
