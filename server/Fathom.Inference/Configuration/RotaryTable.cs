namespace Fathom.Inference.Configuration;

/// <summary>The rotary frequencies of a layer: adjacent pairs of the last <paramref name="Width"/> dimensions turn by position × frequency.</summary>
/// <param name="Width">Rotated dimensions R, even.</param>
/// <param name="Base">The base θ of the frequencies θ^(−2i/R).</param>
/// <param name="Scaling">YaRN's scaling, or none.</param>
public sealed record RotaryTable(int Width, double Base, YarnScaling? Scaling)
{
    /// <summary>The angle per position of each pair, R/2 values, computed in double precision.</summary>
    public float[] InverseFrequencies()
    {
        float[] frequencies = new float[Width / 2];
        for (int i = 0; i < frequencies.Length; i++)
        {
            double unscaled = Math.Pow(Base, -2.0 * i / Width);
            frequencies[i] = (float)(Scaling is null ? unscaled : Stretch(unscaled, i, Scaling));
        }

        return frequencies;
    }

    // YaRN (Peng et al. 2023, §3.2): a linear ramp over the pair index, from the pair that turns BetaFast times over the
    // original context (kept) to the one that turns BetaSlow times (divided by the factor).
    private double Stretch(double unscaled, int pair, YarnScaling scaling)
    {
        double low = Math.Max(Math.Floor(PairThatTurns(scaling.BetaFast, scaling)), 0);
        double high = Math.Min(Math.Ceiling(PairThatTurns(scaling.BetaSlow, scaling)), Width - 1);
        if (high <= low)
        {
            high = low + 0.001;
        }

        double ramp = Math.Clamp((pair - low) / (high - low), 0, 1);
        return (unscaled / scaling.Factor * ramp) + (unscaled * (1 - ramp));
    }

    private double PairThatTurns(double rotations, YarnScaling scaling) =>
        Width * Math.Log(scaling.OriginalPositions / (2 * Math.PI * rotations)) / (2 * Math.Log(Base));
}
