using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fathom.Operators.Formats;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Linear;

/// <summary>Rows in the format float8, decoded in the registers; products with scales are exact.</summary>
/// <remarks>
/// Exponent and mantissa of a code, shifted into a float's place and rebiased by 120, give x = 2^(e−7) · (1 + m/8), which is right for e &gt; 0; for e = 0
/// the value 2^−6 · m/8 is 2 · (x − 2^−7). Both are exact. Multiplying by 2^120 instead would meet subnormal operands, which some processors are slow with.
/// </remarks>
internal readonly unsafe struct Float8Rows : IFloatRows
{
    private const uint Magnitude = 0x7F;
    private const uint NotANumber = 0x7F;
    private const uint SmallestNormal = 8;
    private const uint Rebias = 120u << 23;
    private const float SmallestPower = 1f / 128;

    public static bool ArePlain => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decode<TLanes>(in WeightView weight, int row, float* target)
        where TLanes : struct, ILanes<TLanes>
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
            if (TLanes.Count == Vector512<float>.Count)
            {
                for (; k + 16 <= end; k += 16)
                {
                    (Value(Avx512F.ConvertToVector512Int32(Vector128.Load(codes + k)).AsUInt32()) * scale).Store(target + k);
                }
            }

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Value(Vector512<uint> code)
    {
        Vector512<uint> magnitude = code & Vector512.Create(Magnitude);
        Vector512<float> normal = ((magnitude << 20) + Vector512.Create(Rebias)).AsSingle();
        Vector512<float> lifted = normal - Vector512.Create(SmallestPower);
        Vector512<float> value = Vector512.ConditionalSelect(
            Vector512.LessThan(magnitude, Vector512.Create(SmallestNormal)).AsSingle(), lifted + lifted, normal);
        value = Vector512.ConditionalSelect(
            Vector512.Equals(magnitude, Vector512.Create(NotANumber)).AsSingle(), Vector512.Create(float.NaN), value);
        return (value.AsUInt32() | ((code & ~Vector512.Create(Magnitude)) << 24)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Value(Vector128<uint> code)
    {
        Vector128<uint> magnitude = code & Vector128.Create(Magnitude);
        Vector128<float> normal = ((magnitude << 20) + Vector128.Create(Rebias)).AsSingle();
        Vector128<float> lifted = normal - Vector128.Create(SmallestPower);
        Vector128<float> value = Vector128.ConditionalSelect(
            Vector128.LessThan(magnitude, Vector128.Create(SmallestNormal)).AsSingle(), lifted + lifted, normal);
        value = Vector128.ConditionalSelect(
            Vector128.Equals(magnitude, Vector128.Create(NotANumber)).AsSingle(), Vector128.Create(float.NaN), value);
        return (value.AsUInt32() | ((code & ~Vector128.Create(Magnitude)) << 24)).AsSingle();
    }
}
