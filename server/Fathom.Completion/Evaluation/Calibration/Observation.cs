namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>A suggestion that could be shown, and whether it would have been right.</summary>
/// <param name="Signals">What the decision is made from.</param>
/// <param name="IsRight">It equals the expected text.</param>
/// <param name="Weight">How much it counts; positive.</param>
internal sealed record Observation(IReadOnlyList<double> Signals, bool IsRight, double Weight);
