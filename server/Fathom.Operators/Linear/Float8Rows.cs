using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>Rows in the format float8, decoded in the registers; products with scales are exact.</summary>
internal readonly unsafe struct Float8Rows : IFloatRows
{
    public static bool ArePlain => false;

    public static void Decode(in WeightView weight, int row, float* target)
    {
        byte* codes = weight.Codes(row);
        byte* scales = weight.Scales(row);
        ReadOnlySpan<float> values = E4M3.Values;
        ReadOnlySpan<float> powers = E8M0.Values;
        int columns = weight.Columns;
        for (int first = 0; first < columns; first += Float8Tiles.TileWidth)
        {
            float scale = powers[scales[first / Float8Tiles.TileWidth]];
            int end = Math.Min(first + Float8Tiles.TileWidth, columns);
            int k = first;
            for (; k + 8 <= end; k += 8)
            {
                Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(codes + k)).AsByte());
                (Value(Vector128.WidenLower(wide)) * scale).Store(target + k);
                (Value(Vector128.WidenUpper(wide)) * scale).Store(target + k + 4);
            }

            for (; k < end; k++)
            {
                target[k] = values[codes[k]] * scale;
            }
        }
    }

    /// <summary>
    /// e4m3 of four codes. Exponent and mantissa shifted into a float's place and rebiased by 120 give x = 2^(e−7) · (1 + m/8), which is right
    /// for e &gt; 0; for e = 0 the value 2^−6 · m/8 is 2 · (x − 2^−7). Both are exact.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Value(Vector128<uint> code)
    {
        Vector128<uint> magnitude = code & Vector128.Create(0x7Fu);
        Vector128<float> normal = ((magnitude << 20) + Vector128.Create(120u << 23)).AsSingle();
        Vector128<float> lifted = normal - Vector128.Create(1f / 128);
        Vector128<float> value = Vector128.ConditionalSelect(
            Vector128.LessThan(magnitude, Vector128.Create(8u)).AsSingle(), lifted + lifted, normal);
        value = Vector128.ConditionalSelect(
            Vector128.Equals(magnitude, Vector128.Create(0x7Fu)).AsSingle(), Vector128.Create(float.NaN), value);
        return (value.AsUInt32() | ((code & Vector128.Create(0x80u)) << 24)).AsSingle();
    }
}
