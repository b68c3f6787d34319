namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>A step of a reliability diagram.</summary>
/// <param name="Foretold">Mean probability foretold, 0 … 1.</param>
/// <param name="Right">Share that was right, 0 … 1.</param>
/// <param name="Suggestions">Suggestions in it.</param>
public sealed record ReliabilityBin(double Foretold, double Right, int Suggestions);
