using Fathom.Repository.CSharp;

namespace Fathom.Completion.Evaluation;

/// <summary>The figures of a group of cases. Shares are 0 … 1; a share of nothing is 0.</summary>
public sealed record Figures
{
    /// <summary>Cases of the group.</summary>
    public required int Cases { get; init; }

    /// <summary>Cases with a suggestion, however unsure.</summary>
    public required int Suggested { get; init; }

    /// <summary>Share of the cases whose answer equals the expected text.</summary>
    public required double ExactMatch { get; init; }

    /// <summary>Mean edit similarity over all cases; a case without a suggestion counts 0.</summary>
    public required double EditSimilarity { get; init; }

    /// <summary>Share of the cases whose answer has the identifiers of the expected text, in their order.</summary>
    public required double IdentifierExactMatch { get; init; }

    /// <summary>C# cases with a suggestion.</summary>
    public required int Parsed { get; init; }

    /// <summary>Share of the C# cases with a suggestion that parse with it inserted.</summary>
    public required double Parses { get; init; }

    /// <summary>Share of the shown C# suggestions with which the file parses.</summary>
    public required double ParsesShown { get; init; }

    /// <summary>Share of the cases whose suggestion the editor shows unasked.</summary>
    public required double Shown { get; init; }

    /// <summary>Share of the shown suggestions that equal the expected text.</summary>
    public required double ExactMatchShown { get; init; }

    /// <summary>Shown C# suggestions of which the compiler can tell whether all that they name exists.</summary>
    public required int BoundShown { get; init; }

    /// <summary>Share of those that name a type, member or variable that does not exist.</summary>
    public required double UnresolvedShown { get; init; }

    /// <summary>Mean time of a request in milliseconds.</summary>
    public required double MeanLatency { get; init; }

    /// <summary>Time in milliseconds that 95 % of the requests keep (nearest rank).</summary>
    public required double Percentile95Latency { get; init; }

    /// <summary>Tokens generated for all cases.</summary>
    public required int Tokens { get; init; }

    /// <summary>Tokens generated for a case, on average.</summary>
    public double MeanTokens => Share(Tokens, Cases);

    /// <summary>The figures of some results.</summary>
    public static Figures Of(IReadOnlyCollection<CaseResult> results)
    {
        int count = results.Count;
        int parsed = results.Count(result => result.Parses is not null);
        int shown = results.Count(result => result.Shown);
        int bound = results.Count(result => result is { Shown: true, Names: not NameResolution.Unknown });
        double[] latencies = [.. results.Select(result => result.Latency.TotalMilliseconds).Order()];
        return new Figures
        {
            Cases = count,
            Suggested = results.Count(result => result.Answer is not null),
            ExactMatch = Share(results.Count(result => result.ExactMatch), count),
            EditSimilarity = Share(results.Sum(result => result.EditSimilarity), count),
            IdentifierExactMatch = Share(results.Count(result => result.IdentifierMatch), count),
            Parsed = parsed,
            Parses = Share(results.Count(result => result.Parses == true), parsed),
            ParsesShown = Share(results.Count(result => result is { Shown: true, Parses: true }), results.Count(result => result is { Shown: true, Parses: not null })),
            Shown = Share(shown, count),
            ExactMatchShown = Share(results.Count(result => result.Shown && result.ExactMatch), shown),
            BoundShown = bound,
            UnresolvedShown = Share(results.Count(result => result is { Shown: true, Names: NameResolution.Unresolved }), bound),
            MeanLatency = Share(latencies.Sum(), count),
            Percentile95Latency = count == 0 ? 0 : latencies[(int)Math.Ceiling(0.95 * count) - 1],
            Tokens = results.Sum(result => result.Tokens),
        };
    }

    private static double Share(double part, int whole) => whole == 0 ? 0 : part / whole;
}
