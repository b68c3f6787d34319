namespace Fathom.Inference.Configuration;

/// <summary>YaRN's stretching of rotary frequencies. DeepSeek-V4 uses no magnitude correction with it.</summary>
/// <param name="Factor">How many times longer the context is than the original one, above 0.</param>
/// <param name="OriginalPositions">Positions of the original context, above 0.</param>
/// <param name="BetaFast">Rotations over the original context above which a frequency is kept.</param>
/// <param name="BetaSlow">Rotations over the original context below which a frequency is divided by the factor.</param>
public sealed record YarnScaling(double Factor, int OriginalPositions, double BetaFast, double BetaSlow);
