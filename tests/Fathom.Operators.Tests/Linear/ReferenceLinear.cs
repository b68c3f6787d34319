using Fathom.Operators.Formats;

namespace Fathom.Operators.Tests.Linear;

/// <summary>y[t, r] = Σ_k W[r, k] · x[t, k] as it is defined, in double precision.</summary>
internal static class ReferenceLinear
{
    /// <summary>The product of one row of weights and one input, and Σ |w · x|, against which rounding is judged.</summary>
    public static (double Sum, double Magnitude) Dot(ReadOnlySpan<float> weights, ReadOnlySpan<float> input)
    {
        double sum = 0;
        double magnitude = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            sum += (double)weights[k] * input[k];
            magnitude += Math.Abs((double)weights[k] * input[k]);
        }

        return (sum, magnitude);
    }

    /// <summary>What a kernel of this format sees of an input: for int8 and int4 weights the activations are int8 per block of 32 too.</summary>
    public static float[] Seen(WeightFormat format, float[] input)
    {
        if (format is not (WeightFormat.Int8 or WeightFormat.Int4))
        {
            return input;
        }

        var seen = new float[input.Length];
        for (int first = 0; first < input.Length; first += 32)
        {
            float peak = input.AsSpan(first, 32).ToArray().Max(MathF.Abs);
            for (int k = first; k < first + 32; k++)
            {
                seen[k] = peak == 0 ? 0 : MathF.Round(input[k] * (127 / peak)) * (peak / 127);
            }
        }

        return seen;
    }
}
