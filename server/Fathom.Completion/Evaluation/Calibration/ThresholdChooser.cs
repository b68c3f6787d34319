namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>
/// Chooses the threshold of each setting: as much as possible is shown while the share of right ones keeps the setting's aim. Where the model does not
/// allow that for a share of the cases that is worth the name, the aim gives way and the surest of that share are shown.
/// </summary>
internal static class ThresholdChooser
{
    private const double Rounding = 1e-9;

    private static readonly (ConfidenceLevel Level, double Aim, double LeastShown)[] Aims =
    [
        (ConfidenceLevel.Eager, 0.35, 0.20),
        (ConfidenceLevel.Balanced, 0.55, 0.10),
        (ConfidenceLevel.Quiet, 0.75, 0.04),
    ];

    /// <summary>A choice for each setting, from eager to quiet; a quieter setting never has the lower threshold.</summary>
    /// <param name="forecasts">Of every suggestion; their weights are shares of all cases, those without a suggestion included.</param>
    public static IReadOnlyList<LevelChoice> Choose(IReadOnlyList<Forecast> forecasts)
    {
        LevelChoice[] curve = [.. Curve([.. forecasts.OrderByDescending(forecast => forecast.Probability)])];
        var choices = new List<LevelChoice>();
        foreach ((ConfidenceLevel level, double aim, double leastShown) in Aims)
        {
            LevelChoice chosen = curve.LastOrDefault(point => point.Right >= aim - Rounding && point.Shown >= leastShown - Rounding)
                ?? curve.FirstOrDefault(point => point.Shown >= leastShown - Rounding)
                ?? curve.LastOrDefault()
                ?? new LevelChoice(level, 0.5, 0, 0);
            if (choices.Count > 0 && chosen.Threshold < choices[^1].Threshold)
            {
                chosen = choices[^1];
            }

            choices.Add(chosen with { Level = level });
        }

        return choices;
    }

    /// <summary>What every threshold gives, from the strictest on; equal probabilities are one point.</summary>
    private static IEnumerable<LevelChoice> Curve(Forecast[] descending)
    {
        double shown = 0;
        double right = 0;
        for (int i = 0; i < descending.Length; i++)
        {
            shown += descending[i].Weight;
            right += descending[i].IsRight ? descending[i].Weight : 0;
            if (i + 1 == descending.Length || descending[i + 1].Probability < descending[i].Probability)
            {
                yield return new LevelChoice(default, descending[i].Probability, shown, right / shown);
            }
        }
    }
}
