using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>
/// Quantising of activations: q = round(x · 127 / max|x|) per block of 32, ties to even, x ≈ q · scale with scale = max|x| / 127. The same for one row as
/// for many. A block with a NaN or an infinity gets a scale that is not finite, so that the damage shows in the result.
/// </summary>
internal static unsafe class QuantisedBlock
{
    /// <summary>Quantises 32 floats.</summary>
    /// <returns>The 32 codes in the order of the input.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<sbyte> Quantise(float* x, out float scale)
    {
        Vector256<float> a = Vector256.Load(x), b = Vector256.Load(x + 8), c = Vector256.Load(x + 16), d = Vector256.Load(x + 24);
        Vector256<float> peaks = Vector256.Max(
            Vector256.Max(Vector256.Abs(a), Vector256.Abs(b)), Vector256.Max(Vector256.Abs(c), Vector256.Abs(d)));
        Vector128<float> half = Vector128.Max(peaks.GetLower(), peaks.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        float peak = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2))).ToScalar();

        bool vanishes = peak < Int8Blocks.SmallestPeak;
        scale = vanishes ? 0 : peak / 127;
        Vector256<float> inverse = Vector256.Create(vanishes ? 0 : 127 / peak);
        return Vector256.NarrowWithSaturation(
            Vector256.NarrowWithSaturation(Integer(a * inverse), Integer(b * inverse)),
            Vector256.NarrowWithSaturation(Integer(c * inverse), Integer(d * inverse)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Integer(Vector256<float> value) => Vector256.ConvertToInt32(Vector256.Round(value));
}
