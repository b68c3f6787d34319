namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>The threshold of a setting and what it gives on the cases of the calibration.</summary>
/// <param name="Level">The setting.</param>
/// <param name="Threshold">The least probability that is shown, 0 … 1.</param>
/// <param name="Shown">Share of the cases that is shown, 0 … 1.</param>
/// <param name="Right">Share of the shown that is right, 0 … 1.</param>
public sealed record LevelChoice(ConfidenceLevel Level, double Threshold, double Shown, double Right);
