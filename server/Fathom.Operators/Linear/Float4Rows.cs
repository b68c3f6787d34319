using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fathom.Operators.Formats;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Linear;

/// <summary>Rows in the format float4; products with scales are exact.</summary>
internal readonly unsafe struct Float4Rows : IFloatRows
{
    public static bool ArePlain => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Decode<TLanes>(in WeightView weight, int row, float* target)
        where TLanes : struct, ILanes<TLanes>
    {
        byte* codes = weight.Codes(row);
        byte* scales = weight.Scales(row);
        ReadOnlySpan<float> powers = E8M0.Values;
        int blocks = weight.Columns / WeightFormats.BlockWidth;
        for (int b = 0; b < blocks; b++, codes += WeightFormats.BlockWidth / 2, target += WeightFormats.BlockWidth)
        {
            // Each 16-bit lane holds one byte; its nibbles become two bytes, the low one first.
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(codes));
            if (TLanes.Count == Vector512<float>.Count)
            {
                StoreWide(Nibbles(low), powers[scales[b]], target);
                StoreWide(Nibbles(high), powers[scales[b]], target + 16);
            }
            else
            {
                Store(Nibbles(low), powers[scales[b]], target);
                Store(Nibbles(high), powers[scales[b]], target + 16);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Nibbles(Vector128<ushort> bytes) =>
        ((bytes & Vector128.Create((ushort)0x0F)) | ((bytes & Vector128.Create((ushort)0xF0)) << 4)).AsByte();

    /// <summary>A register holds all sixteen values, so one permutation looks sixteen codes up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWide(Vector128<byte> codes, float scale, float* target)
    {
        Vector512<int> indices = Avx512F.ConvertToVector512Int32(codes);
        (Vector512.Shuffle(Vector512.Create(E2M1.Values), indices) * scale).Store(target);
    }

    /// <summary>Twice an e2m1 value is a small integer, so a shuffle of bytes looks sixteen codes up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> codes, float scale, float* target)
    {
        Vector128<float> half = Vector128.Create(0.5f * scale);
        Vector128<sbyte> twice = Vector128.Shuffle(
            Vector128.Create((sbyte)0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12), codes.AsSByte());
        (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(twice);
        (Vector128<int> a, Vector128<int> b) = Vector128.Widen(lower);
        (Vector128<int> c, Vector128<int> d) = Vector128.Widen(upper);
        (Vector128.ConvertToSingle(a) * half).Store(target);
        (Vector128.ConvertToSingle(b) * half).Store(target + 4);
        (Vector128.ConvertToSingle(c) * half).Store(target + 8);
        (Vector128.ConvertToSingle(d) * half).Store(target + 12);
    }
}
