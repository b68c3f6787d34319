using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>Rows in the format float4. Twice an e2m1 value is a small integer, so a byte shuffle looks all of them up; products with scales are exact.</summary>
internal readonly unsafe struct Float4Rows : IFloatRows
{
    public static bool ArePlain => false;

    public static void Decode(in WeightView weight, int row, float* target)
    {
        byte* codes = weight.Codes(row);
        byte* scales = weight.Scales(row);
        ReadOnlySpan<float> powers = E8M0.Values;
        for (int b = 0; b < weight.Columns / WeightFormats.BlockWidth; b++)
        {
            Vector128<float> half = Vector128.Create(0.5f * powers[scales[b]]);
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Load(codes + (b * 16)));
            Store(low, half, target + (b * 32));
            Store(high, half, target + (b * 32) + 16);
        }
    }

    private static void Store(Vector128<ushort> bytes, Vector128<float> half, float* target)
    {
        // Each 16-bit lane holds one byte; its nibbles become two bytes, the low one first.
        Vector128<byte> nibbles = ((bytes & Vector128.Create((ushort)0x0F)) | ((bytes & Vector128.Create((ushort)0xF0)) << 4)).AsByte();
        Vector128<sbyte> twice = Vector128.Shuffle(
            Vector128.Create((sbyte)0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12), nibbles.AsSByte());
        (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(twice);
        (Vector128<int> a, Vector128<int> b) = Vector128.Widen(lower);
        (Vector128<int> c, Vector128<int> d) = Vector128.Widen(upper);
        (Vector128.ConvertToSingle(a) * half).Store(target);
        (Vector128.ConvertToSingle(b) * half).Store(target + 4);
        (Vector128.ConvertToSingle(c) * half).Store(target + 8);
        (Vector128.ConvertToSingle(d) * half).Store(target + 12);
    }
}
