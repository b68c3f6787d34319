using System.Numerics.Tensors;

namespace Fathom.Operators.Formats;

/// <summary>The numbers of the format int8: w ≈ q · scale, q in −127…127, one scale per 32 columns. How they lie in a matrix: <see cref="Int8Panels"/>.</summary>
public static class Int8Blocks
{
    /// <summary>A block whose largest magnitude is below this becomes zeros, since the inverse of its scale would overflow.</summary>
    public const float SmallestPeak = 1e-35f;

    /// <summary>Quantises a row: scale = max|w| / 127 and codes to nearest, ties to even, so that |w − q · scale| ≤ scale / 2 up to rounding.</summary>
    /// <param name="row">K finite values, K a multiple of 32.</param>
    /// <param name="codes">Receives K codes.</param>
    /// <param name="scales">Receives K / 32 scales, each ≥ 0.</param>
    /// <exception cref="ArgumentException">A length does not fit or a value is not finite.</exception>
    public static void Quantise(ReadOnlySpan<float> row, Span<sbyte> codes, Span<float> scales)
    {
        RowCheck.Blocks(WeightFormat.Int8, row.Length, codes.Length, scales.Length);
        RowCheck.Finite(WeightFormat.Int8, row);
        for (int b = 0; b < scales.Length; b++)
        {
            ReadOnlySpan<float> block = row.Slice(b * WeightFormats.BlockWidth, WeightFormats.BlockWidth);
            Span<sbyte> target = codes.Slice(b * WeightFormats.BlockWidth, WeightFormats.BlockWidth);
            float peak = MathF.Abs(TensorPrimitives.MaxMagnitude(block));
            if (peak < SmallestPeak)
            {
                scales[b] = 0;
                target.Clear();
                continue;
            }

            float scale = peak / 127;
            scales[b] = scale;
            for (int k = 0; k < block.Length; k++)
            {
                target[k] = (sbyte)Math.Clamp(MathF.Round(block[k] / scale), -127, 127);
            }
        }
    }

    /// <summary>Writes q · scale for each of the K codes.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Dequantise(ReadOnlySpan<sbyte> codes, ReadOnlySpan<float> scales, Span<float> row)
    {
        RowCheck.Blocks(WeightFormat.Int8, row.Length, codes.Length, scales.Length);
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = codes[k] * scales[k / WeightFormats.BlockWidth];
        }
    }
}
