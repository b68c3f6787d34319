namespace Fathom.OnnxExport;

/// <summary>What to export.</summary>
/// <param name="Weights">How to store the weights.</param>
/// <param name="HiddenStates">Whether the graph also returns the residual streams before every layer, to find where an implementation goes wrong.</param>
public sealed record ExportOptions(WeightOption Weights, bool HiddenStates = false);
