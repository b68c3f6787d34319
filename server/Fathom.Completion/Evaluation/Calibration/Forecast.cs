namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>What was foretold of a suggestion by a model that was not fitted to it, and what came true.</summary>
/// <param name="Probability">How likely it was said to be right, 0 … 1.</param>
/// <param name="IsRight">It was right.</param>
/// <param name="Weight">How much it counts, as a share of all cases.</param>
internal readonly record struct Forecast(double Probability, bool IsRight, double Weight);
