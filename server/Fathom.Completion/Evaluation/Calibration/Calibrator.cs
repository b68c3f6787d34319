using Fathom.Completion.Ranking;

namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>Fits a show filter to what a model answered to cases of code that it was not trained on.</summary>
/// <remarks>
/// Only suggestions that pass every gate and filter take part. Kinds of cases count as often as people come to such places, however many there are of
/// them. The thresholds, the diagram and the ranking quality come from fifths of the files, each foretold by a fit to the other four; the filter
/// itself is fitted to all.
/// </remarks>
public static class Calibrator
{
    private const int Folds = 5;
    private const int LeastSuggestions = 50;
    private const int Bins = 10;

    // Most requests come while a line is typed; a new line is begun for every few of them, a block more rarely.
    private static readonly Dictionary<CaseKind, double> SharesInUse = new()
    {
        [CaseKind.RestOfLine] = 0.6,
        [CaseKind.WholeLine] = 0.2,
        [CaseKind.Expression] = 0.15,
        [CaseKind.Block] = 0.05,
    };

    /// <summary>Fits a filter. Equal results give an equal filter.</summary>
    /// <exception cref="InvalidDataException">There are too few suggestions, or all are right, or all wrong; the message says how many.</exception>
    public static CalibrationResult Calibrate(IReadOnlyCollection<CaseResult> results)
    {
        CaseResult[] shown = [.. results.Where(result => result.Signals.Count > 0 && result.Outcome is CompletionOutcome.Shown or CompletionOutcome.LowConfidence)];
        int right = shown.Count(result => result.ExactMatch);
        if (shown.Length < LeastSuggestions || right == 0 || right == shown.Length)
        {
            throw new InvalidDataException(
                $"Of {results.Count} cases {shown.Length} have a suggestion and {right} a right one; a filter needs at least {LeastSuggestions} suggestions, right and wrong ones.");
        }

        Dictionary<CaseKind, double> weights = WeightsOf(results);
        Observation[] observations = [.. shown.Select(result => new Observation(result.Signals, result.ExactMatch, weights[result.Case.Kind]))];
        Forecast[] forecasts = Foretell(shown, observations);
        LogisticModel model = LogisticRegression.Fit(observations);
        IReadOnlyList<LevelChoice> choices = ThresholdChooser.Choose(forecasts);
        var filter = new ShowFilter(model.Weights, model.Bias, choices.ToDictionary(choice => choice.Level, choice => choice.Threshold));
        return new CalibrationResult(filter, choices, [.. BinsOf(forecasts)], shown.Length, results.Count, RankingQuality(forecasts));
    }

    /// <summary>A case's share of all there is to answer.</summary>
    private static Dictionary<CaseKind, double> WeightsOf(IReadOnlyCollection<CaseResult> results)
    {
        Dictionary<CaseKind, int> counts = results.CountBy(result => result.Case.Kind).ToDictionary();
        double total = counts.Keys.Sum(kind => SharesInUse[kind]);
        return counts.ToDictionary(count => count.Key, count => SharesInUse[count.Key] / total / count.Value);
    }

    private static Forecast[] Foretell(CaseResult[] results, Observation[] observations)
    {
        int[] folds = [.. results.Select(result => FoldOf(result.Case.Path, Folds))];
        var forecasts = new Forecast[observations.Length];
        for (int fold = 0; fold < Folds; fold++)
        {
            Observation[] others = [.. observations.Where((_, i) => folds[i] != fold)];
            LogisticModel? model = others.Length == 0 ? null : LogisticRegression.Fit(others);
            for (int i = 0; i < observations.Length; i++)
            {
                if (folds[i] == fold)
                {
                    forecasts[i] = new Forecast(model?.Probability(observations[i].Signals) ?? 0.5, observations[i].IsRight, observations[i].Weight);
                }
            }
        }

        return forecasts;
    }

    /// <summary>Cases of one file are alike, so they go together. The hash is FNV-1a, the same in every process.</summary>
    internal static int FoldOf(string path, int folds)
    {
        uint hash = 2166136261;
        foreach (char character in path)
        {
            hash = (hash ^ character) * 16777619;
        }

        return (int)(hash % (uint)folds);
    }

    private static IEnumerable<ReliabilityBin> BinsOf(IEnumerable<Forecast> forecasts) =>
        from forecast in forecasts
        group forecast by Math.Min(Bins - 1, (int)(forecast.Probability * Bins)) into bin
        orderby bin.Key
        let weight = bin.Sum(forecast => forecast.Weight)
        select new ReliabilityBin(
            bin.Sum(forecast => forecast.Weight * forecast.Probability) / weight,
            bin.Sum(forecast => forecast.IsRight ? forecast.Weight : 0) / weight,
            bin.Count());

    /// <summary>Of all pairs of a right and a wrong suggestion, the share in which the right one is foretold more likely; equal ones count half.</summary>
    private static double RankingQuality(IReadOnlyCollection<Forecast> forecasts)
    {
        double[] right = [.. forecasts.Where(forecast => forecast.IsRight).Select(forecast => forecast.Probability)];
        double[] wrong = [.. forecasts.Where(forecast => !forecast.IsRight).Select(forecast => forecast.Probability)];
        double won = right.Sum(one => wrong.Sum(other => one > other ? 1 : one == other ? 0.5 : 0));
        return won / right.Length / wrong.Length;
    }
}
