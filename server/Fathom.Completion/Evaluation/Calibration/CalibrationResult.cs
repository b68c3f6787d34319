using Fathom.Completion.Ranking;

namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>A fitted show filter and how it did on suggestions that it was not fitted to.</summary>
/// <param name="Filter">The filter, fitted to all suggestions.</param>
/// <param name="Choices">The settings, from eager to quiet.</param>
/// <param name="Bins">Foretold against true, in ten equal steps of probability; steps without suggestions are left out.</param>
/// <param name="Suggestions">Suggestions it was fitted to.</param>
/// <param name="Cases">Cases in all.</param>
/// <param name="RankingQuality">How often a right suggestion is foretold more likely than a wrong one (area under the ROC curve), 0.5 … 1 for a filter that helps.</param>
public sealed record CalibrationResult(
    ShowFilter Filter, IReadOnlyList<LevelChoice> Choices, IReadOnlyList<ReliabilityBin> Bins, int Suggestions, int Cases, double RankingQuality);
