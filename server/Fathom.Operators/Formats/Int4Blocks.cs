using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Fathom.Operators.Formats;

/// <summary>Rows in the format int4: w ≈ (q − 8) · scale, q in 0…15, one scale per 32 columns, low nibble = even column.</summary>
/// <remarks>
/// q − 8 reaches −8 but only +7, so a block is best served when its largest magnitude lands on −8: the scale then has the sign opposite
/// to that value and may be negative. Quantising tries divisors around ±8 and ±7, refits the scale to the codes of each by least squares
/// (scale = Σ w·q / Σ q²) and keeps the one with the least squared error.
/// </remarks>
public static class Int4Blocks
{
    private const float FirstDivisor = 5.5f;
    private const float DivisorStep = 0.25f;
    private const int Divisors = 15;

    /// <summary>Quantises a row with the scale of least squared error found for each block.</summary>
    /// <param name="row">K finite values, K a multiple of 32.</param>
    /// <param name="codes">Receives K / 2 bytes.</param>
    /// <param name="scales">Receives K / 32 scales, of either sign.</param>
    /// <exception cref="ArgumentException">A length does not fit or a value is not finite.</exception>
    public static void Quantise(ReadOnlySpan<float> row, Span<byte> codes, Span<float> scales)
    {
        RowCheck.Blocks(WeightFormat.Int4, row.Length, codes.Length, scales.Length);
        RowCheck.Finite(WeightFormat.Int4, row);
        for (int b = 0; b < scales.Length; b++)
        {
            Span<byte> target = codes.Slice(b * WeightFormats.BlockWidth / 2, WeightFormats.BlockWidth / 2);
            scales[b] = QuantiseBlock(row.Slice(b * WeightFormats.BlockWidth, WeightFormats.BlockWidth), target);
        }
    }

    /// <summary>Writes (q − 8) · scale for each of the K codes.</summary>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Dequantise(ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> row)
    {
        RowCheck.Blocks(WeightFormat.Int4, row.Length, codes.Length, scales.Length);
        for (int i = 0; i < codes.Length; i++)
        {
            float scale = scales[2 * i / WeightFormats.BlockWidth];
            row[2 * i] = ((codes[i] & 15) - 8) * scale;
            row[(2 * i) + 1] = ((codes[i] >> 4) - 8) * scale;
        }
    }

    private static float QuantiseBlock(ReadOnlySpan<float> block, Span<byte> target)
    {
        float peak = MathF.Abs(TensorPrimitives.MaxMagnitude(block));
        Span<float> normal = stackalloc float[WeightFormats.BlockWidth];
        if (peak < Int8Blocks.SmallestPeak)
        {
            Write(normal, 0, target);
            return 0;
        }

        // The search runs on values in −1…1, so that no square overflows or vanishes.
        TensorPrimitives.Divide(block, peak, normal);
        float scale = BestScale(normal);
        Write(normal, 1 / scale, target);
        return scale * peak;
    }

    private static float BestScale(ReadOnlySpan<float> normal)
    {
        float best = 0;
        float bestGain = -1;
        for (int i = 0; i < 2 * Divisors; i++)
        {
            float divisor = FirstDivisor + (i / 2 * DivisorStep);
            (float cross, float square) = Moments(normal, i % 2 == 0 ? divisor : -divisor);

            // With the refitted scale the squared error is Σ w² − cross² / square, so the best divisor has the largest gain.
            float gain = square > 0 ? cross * cross / square : 0;
            if (gain > bestGain)
            {
                bestGain = gain;
                best = cross / square;
            }
        }

        return best;
    }

    /// <summary>Σ w·q and Σ q² for q = round(w · divisor) clamped to −8…7.</summary>
    private static (float Cross, float Square) Moments(ReadOnlySpan<float> normal, float divisor)
    {
        Vector256<float> cross = Vector256<float>.Zero;
        Vector256<float> square = Vector256<float>.Zero;
        for (int k = 0; k < WeightFormats.BlockWidth; k += Vector256<float>.Count)
        {
            Vector256<float> w = Vector256.Create(normal[k..]);
            Vector256<float> q = Vector256.Clamp(Vector256.Round(w * divisor), Vector256.Create(-8f), Vector256.Create(7f));
            cross += w * q;
            square += q * q;
        }

        return (Vector256.Sum(cross), Vector256.Sum(square));
    }

    private static void Write(ReadOnlySpan<float> normal, float inverse, Span<byte> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (byte)(Code(normal[2 * i] * inverse) | (Code(normal[(2 * i) + 1] * inverse) << 4));
        }
    }

    private static int Code(float value) => (int)Math.Clamp(MathF.Round(value), -8, 7) + 8;
}
