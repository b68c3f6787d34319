using Fathom.Completion.Evaluation;
using Fathom.Completion.Evaluation.Calibration;
using Fathom.Completion.Ranking;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class CalibratorTests
{
    [Fact]
    public void A_filter_tells_right_from_wrong_by_the_signal_that_does()
    {
        var random = new Random(1);
        CaseResult[] results = [.. Enumerable.Range(0, 600).Select(i => Result(i, random.NextDouble() < 0.4, random))];

        CalibrationResult calibration = Calibrator.Calibrate(results);

        double[] sure = Signals(-0.1);
        double[] unsure = Signals(-2.5);
        Assert.True(calibration.Filter.Probability(sure) > 0.8);
        Assert.True(calibration.Filter.Probability(unsure) < 0.2);
        Assert.InRange(calibration.RankingQuality, 0.9, 1);
        Assert.Equal(600, calibration.Bins.Sum(bin => bin.Suggestions));
    }

    [Fact]
    public void Equal_results_give_an_equal_filter()
    {
        CaseResult[] results = [.. Enumerable.Range(0, 200).Select(i => Result(i, i % 3 == 0, new Random(i)))];

        Assert.Equal(Calibrator.Calibrate(results).Filter.Weights, Calibrator.Calibrate(results).Filter.Weights);
    }

    [Fact]
    public void Too_few_suggestions_are_said_to_be_too_few()
    {
        CaseResult[] results = [.. Enumerable.Range(0, 20).Select(i => Result(i, i % 2 == 0, new Random(i)))];

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => Calibrator.Calibrate(results));

        Assert.Equal("Of 20 cases 20 have a suggestion and 10 a right one; a filter needs at least 50 suggestions, right and wrong ones.", failure.Message);
    }

    [Fact]
    public void Thresholds_show_as_much_as_their_aim_allows()
    {
        // The surer, the righter: of the k surest of 100 all but k/2 … are right, so 55 % right are reached by about 90.
        Forecast[] forecasts = [.. Enumerable.Range(0, 100).Select(i => new Forecast(1 - (i / 100.0), i < 50, 0.01))];

        IReadOnlyList<LevelChoice> choices = ThresholdChooser.Choose(forecasts);

        Assert.Equal([ConfidenceLevel.Eager, ConfidenceLevel.Balanced, ConfidenceLevel.Quiet], choices.Select(choice => choice.Level));
        Assert.Equal(1, choices[0].Shown, 9);
        Assert.Equal(0.9, choices[1].Shown, 9);
        Assert.Equal(0.66, choices[2].Shown, 9);
    }

    [Fact]
    public void Where_the_aim_is_out_of_reach_the_surest_are_shown_all_the_same()
    {
        Forecast[] forecasts = [.. Enumerable.Range(0, 100).Select(i => new Forecast(1 - (i / 100.0), i % 10 == 0, 0.01))];

        IReadOnlyList<LevelChoice> choices = ThresholdChooser.Choose(forecasts);

        Assert.Equal([0.20, 0.10, 0.04], choices.Select(choice => Math.Round(choice.Shown, 9)));
    }

    [Fact]
    public void The_diagram_has_a_point_for_every_bin_and_a_mark_for_every_setting()
    {
        string svg = ReliabilityDiagram.Draw("a < b", [new(0.1, 0.2, 5), new(0.8, 0.7, 9)], [new(ConfidenceLevel.Quiet, 0.75, 0.1, 0.8)]);

        Assert.Equal(2, System.Xml.Linq.XDocument.Parse(svg).Descendants().Count(element => element.Name.LocalName == "circle"));
        Assert.Contains(">quiet<", svg, StringComparison.Ordinal);
        Assert.Contains("a &lt; b", svg, StringComparison.Ordinal);
    }

    private static CaseResult Result(int number, bool isRight, Random random)
    {
        EvaluationCase one = Cases.Of(CaseKind.RestOfLine, "a = «b»;", $"File{number % 40}.cs");
        double[] signals = Signals(isRight ? -random.NextDouble() : -0.7 - (2 * random.NextDouble()));
        return new CaseResult(one, "b", isRight, 1, isRight, true, true, 0.5, CompletionOutcome.LowConfidence, 1, TimeSpan.Zero) { Signals = signals };
    }

    private static double[] Signals(double meanLogProbability)
    {
        double[] signals = new double[SuggestionSignals.Names.Count];
        signals[0] = meanLogProbability;
        return signals;
    }
}
