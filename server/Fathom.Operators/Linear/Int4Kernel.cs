using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>
/// The format int4 on AVX2: y = Σ_b (Σ_k∈b (q_w − 8) · q_x) · scale_w[b] · scale_x[b] with activations quantised per block of 32, integer sums exact.
/// </summary>
/// <remarks>
/// Two blocks at a time: 32 bytes of weights give, by their low nibbles, the even columns of both blocks and, by their high nibbles, the odd ones, so
/// activations are laid out that way and the weights need no reordering. A prepared row, P = ⌈K / 64⌉ pairs: 64·P codes (even columns of both blocks, odd
/// columns of both), 8·P corrections (−8 times the sums of the activations that meet in a lane), 8·P scales (each block's four times). Where K / 32 is odd
/// the last block's partner is all zeros.
/// </remarks>
internal sealed unsafe class Int4Kernel : LinearKernel
{
    private const int Block = WeightFormats.BlockWidth;
    private const int Pair = 2 * Block;
    private const int Lanes = 8;

    public override int PreparedBytes(int columns) => Pairs(columns) * (Pair + (Lanes * sizeof(int)) + (Lanes * sizeof(float)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Prepare(float* input, int columns, byte* prepared)
    {
        int pairs = Pairs(columns);
        int* corrections = (int*)(prepared + (pairs * Pair));
        float* scales = (float*)(corrections + (pairs * Lanes));
        for (int p = 0; p < pairs; p++)
        {
            Vector256<sbyte> first = QuantisedBlock.Quantise(input + (p * Pair), out float firstScale);
            Vector256<sbyte> second = Vector256<sbyte>.Zero;
            float secondScale = 0;
            if ((p * Pair) + Block < columns)
            {
                second = QuantisedBlock.Quantise(input + (p * Pair) + Block, out secondScale);
            }

            Vector256<sbyte> even = Vector256.Create(Even(first), Even(second));
            Vector256<sbyte> odd = Vector256.Create(Odd(first), Odd(second));
            even.Store((sbyte*)prepared + (p * Pair));
            odd.Store((sbyte*)prepared + (p * Pair) + Block);
            ((ByteDots.Sums(even) + ByteDots.Sums(odd)) * -8).Store(corrections + (p * Lanes));
            Vector256.Create(Vector128.Create(firstScale), Vector128.Create(secondScale)).Store(scales + (p * Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride)
    {
        nint blocks = weight.Columns / Block;
        int row = firstRow;
        for (; row + TileRows <= endRow; row += TileRows)
        {
            byte* w = weight.Codes(row);
            float* scales = (float*)weight.Scales(row);
            for (int t = 0; t < input.Count; t++)
            {
                Tile(w, weight.RowBytes, scales, blocks, input.Row(t), blocks).Store(output + (t * outputStride) + row);
            }
        }

        for (; row < endRow; row++)
        {
            // One row as a tile of four equal ones: the same operations, three results dropped.
            for (int t = 0; t < input.Count; t++)
            {
                output[(t * outputStride) + row] = Tile(weight.Codes(row), 0, (float*)weight.Scales(row), 0, input.Row(t), blocks).ToScalar();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Tile(byte* w, nint stride, float* weightScales, nint scaleStride, byte* prepared, nint blocks)
    {
        nint pairs = (blocks + 1) / 2;
        sbyte* x = (sbyte*)prepared;
        int* corrections = (int*)(x + (pairs * Pair));
        float* scales = (float*)(corrections + (pairs * Lanes));
        byte* w2 = w + (2 * stride);
        float* weightScales2 = weightScales + (2 * scaleStride);
        Vector256<float> y0 = Vector256<float>.Zero, y1 = y0, y2 = y0, y3 = y0;
        for (; blocks >= 2; blocks -= 2)
        {
            Vector256<sbyte> even = Vector256.Load(x), odd = Vector256.Load(x + Block);
            Vector256<int> correction = Vector256.Load(corrections);
            Vector256<float> scale = Vector256.Load(scales);
            y0 = Add(y0, Vector256.Load(w), Scales(weightScales), even, odd, correction, scale);
            y1 = Add(y1, Vector256.Load(w + stride), Scales(weightScales + scaleStride), even, odd, correction, scale);
            y2 = Add(y2, Vector256.Load(w2), Scales(weightScales2), even, odd, correction, scale);
            y3 = Add(y3, Vector256.Load(w2 + stride), Scales(weightScales2 + scaleStride), even, odd, correction, scale);
            x += Pair;
            corrections += Lanes;
            scales += Lanes;
            w += Block;
            w2 += Block;
            weightScales += 2;
            weightScales2 += 2;
        }

        if (blocks > 0)
        {
            Vector256<sbyte> even = Vector256.Load(x), odd = Vector256.Load(x + Block);
            Vector256<int> correction = Vector256.Load(corrections);
            Vector256<float> scale = Vector256.Load(scales);
            y0 = Add(y0, Single(w), Vector256.Create(*weightScales), even, odd, correction, scale);
            y1 = Add(y1, Single(w + stride), Vector256.Create(weightScales[scaleStride]), even, odd, correction, scale);
            y2 = Add(y2, Single(w2), Vector256.Create(*weightScales2), even, odd, correction, scale);
            y3 = Add(y3, Single(w2 + stride), Vector256.Create(weightScales2[scaleStride]), even, odd, correction, scale);
        }

        return ByteDots.Sums(y0, y1, y2, y3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(
        Vector256<float> sum,
        Vector256<byte> weights,
        Vector256<float> weightScales,
        Vector256<sbyte> even,
        Vector256<sbyte> odd,
        Vector256<int> correction,
        Vector256<float> scales)
    {
        Vector256<byte> nibble = Vector256.Create((byte)0x0F);
        Vector256<int> dot = ByteDots.Nibbles(correction, weights & nibble, even);
        dot = ByteDots.Nibbles(dot, (weights.AsUInt16() >> 4).AsByte() & nibble, odd);
        return Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(dot), weightScales * scales, sum);
    }

    /// <summary>The scales of two blocks, each four times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scales(float* scales) =>
        Avx2.PermuteVar8x32(Vector256.Create(*(double*)scales).AsSingle(), Vector256.Create(0, 0, 0, 0, 1, 1, 1, 1));

    /// <summary>One block of weights, its partner zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Single(byte* weights) => Vector128.Load(weights).ToVector256();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Even(Vector256<sbyte> codes)
    {
        Vector256<short> wide = (codes.AsInt16() << 8) >> 8;
        return Vector128.Narrow(wide.GetLower(), wide.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<sbyte> Odd(Vector256<sbyte> codes)
    {
        Vector256<short> wide = codes.AsInt16() >> 8;
        return Vector128.Narrow(wide.GetLower(), wide.GetUpper());
    }

    private static int Pairs(int columns) => (columns + Pair - 1) / Pair;
}
