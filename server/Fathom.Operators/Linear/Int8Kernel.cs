using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>
/// The format int8 on AVX2: y = Σ_b (Σ_k∈b q_w · q_x) · scale_x[b] · scale_w[b] with activations quantised per block of 32, integer sums exact.
/// </summary>
/// <remarks>
/// Lanes are the 16 rows of a panel, so a block is eight dot products of four columns for all of them, and its scales are applied once. Four input rows share what is
/// read of the weights. A prepared row: K codes, then per block −128 times the sum of its codes (see <see cref="ByteDots.Bytes"/>) and its scale.
/// </remarks>
internal sealed unsafe class Int8Kernel : LinearKernel
{
    private const int Block = WeightFormats.BlockWidth;
    private const int Rows = Int8Panels.Rows;
    private const int Half = Rows / 2;
    private const int Groups = Block / Int8Panels.Group;

    /// <summary>Bytes of codes of a panel in four neighbouring columns.</summary>
    private const int GroupBytes = Rows * Int8Panels.Group;

    public override int PreparedBytes(int columns) => columns + (columns / Block * (sizeof(int) + sizeof(float)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Prepare(float* input, int columns, byte* prepared)
    {
        float* scales = (float*)(prepared + columns);
        for (int b = 0; b < columns / Block; b++)
        {
            Vector256<sbyte> codes = QuantisedBlock.Quantise(input + (b * Block), out float scale);
            codes.Store((sbyte*)prepared + (b * Block));
            ((int*)scales)[2 * b] = ByteDots.WantsUnsignedWeights ? -128 * Vector256.Sum(ByteDots.Sums(codes)) : 0;
            scales[(2 * b) + 1] = scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride)
    {
        nint blocks = weight.Columns / Block;
        for (int panel = firstRow / Rows * Rows; panel < endRow; panel += Rows)
        {
            sbyte* w = (sbyte*)weight.Codes(panel);
            float* scales = (float*)weight.Scales(panel);
            int first = Math.Max(firstRow, panel), end = Math.Min(endRow, panel + Rows);
            int t = 0;
            for (; t + 4 <= input.Count; t += 4)
            {
                Four(w, scales, input, t, blocks, output + (t * outputStride), outputStride, panel, first, end);
            }

            for (; t < input.Count; t++)
            {
                One(w, scales, input.Row(t), blocks, out Vector256<float> low, out Vector256<float> high);
                Store(low, high, output + (t * outputStride), panel, first, end);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(sbyte* w, float* weightScales, byte* x, nint blocks, out Vector256<float> low, out Vector256<float> high)
    {
        float* scales = (float*)(x + (blocks * Block));
        low = Vector256<float>.Zero;
        high = Vector256<float>.Zero;
        for (; blocks > 0; blocks--)
        {
            Vector256<int> a = Vector256.Create(*(int*)scales), b = a;
            Dot(ref a, ref b, w, x);
            Dot(ref a, ref b, w + GroupBytes, x + 4);
            Dot(ref a, ref b, w + (2 * GroupBytes), x + 8);
            Dot(ref a, ref b, w + (3 * GroupBytes), x + 12);
            Dot(ref a, ref b, w + (4 * GroupBytes), x + 16);
            Dot(ref a, ref b, w + (5 * GroupBytes), x + 20);
            Dot(ref a, ref b, w + (6 * GroupBytes), x + 24);
            Dot(ref a, ref b, w + (7 * GroupBytes), x + 28);
            Vector256<float> scale = Vector256.Create(scales[1]);
            low = Add(low, a, scale, weightScales);
            high = Add(high, b, scale, weightScales + Half);
            w += Groups * GroupBytes;
            x += Block;
            scales += 2;
            weightScales += Rows;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(
        sbyte* w, float* weightScales, in InputRows input, int t, nint blocks, float* output, nint outputStride, int panel, int first, int end)
    {
        byte* x0 = input.Row(t), x1 = input.Row(t + 1), x2 = input.Row(t + 2), x3 = input.Row(t + 3);
        nint scalesAt = blocks * Block;
        Vector256<float> low0 = Vector256<float>.Zero, low1 = low0, low2 = low0, low3 = low0, high0 = low0, high1 = low0, high2 = low0, high3 = low0;
        for (nint block = 0; block < blocks; block++)
        {
            float* s0 = (float*)(x0 + scalesAt) + (2 * block), s1 = (float*)(x1 + scalesAt) + (2 * block);
            float* s2 = (float*)(x2 + scalesAt) + (2 * block), s3 = (float*)(x3 + scalesAt) + (2 * block);
            Vector256<int> a0 = Vector256.Create(*(int*)s0), a1 = Vector256.Create(*(int*)s1), a2 = Vector256.Create(*(int*)s2), a3 = Vector256.Create(*(int*)s3);
            Vector256<int> b0 = a0, b1 = a1, b2 = a2, b3 = a3;
            for (nint k = block * Block; k < (block + 1) * Block; k += Int8Panels.Group, w += GroupBytes)
            {
                Vector256<byte> left = ByteDots.Weights(Vector256.Load(w)), right = ByteDots.Weights(Vector256.Load(w + Block));
                Vector256<sbyte> x = Columns(x0 + k);
                a0 = ByteDots.Bytes(a0, left, x);
                b0 = ByteDots.Bytes(b0, right, x);
                x = Columns(x1 + k);
                a1 = ByteDots.Bytes(a1, left, x);
                b1 = ByteDots.Bytes(b1, right, x);
                x = Columns(x2 + k);
                a2 = ByteDots.Bytes(a2, left, x);
                b2 = ByteDots.Bytes(b2, right, x);
                x = Columns(x3 + k);
                a3 = ByteDots.Bytes(a3, left, x);
                b3 = ByteDots.Bytes(b3, right, x);
            }

            low0 = Add(low0, a0, Vector256.Create(s0[1]), weightScales);
            high0 = Add(high0, b0, Vector256.Create(s0[1]), weightScales + Half);
            low1 = Add(low1, a1, Vector256.Create(s1[1]), weightScales);
            high1 = Add(high1, b1, Vector256.Create(s1[1]), weightScales + Half);
            low2 = Add(low2, a2, Vector256.Create(s2[1]), weightScales);
            high2 = Add(high2, b2, Vector256.Create(s2[1]), weightScales + Half);
            low3 = Add(low3, a3, Vector256.Create(s3[1]), weightScales);
            high3 = Add(high3, b3, Vector256.Create(s3[1]), weightScales + Half);
            weightScales += Rows;
        }

        Store(low0, high0, output, panel, first, end);
        Store(low1, high1, output + outputStride, panel, first, end);
        Store(low2, high2, output + (2 * outputStride), panel, first, end);
        Store(low3, high3, output + (3 * outputStride), panel, first, end);
    }

    /// <summary>Adds the products of four columns: of rows 0…7 to <paramref name="a"/>, of rows 8…15 to <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dot(ref Vector256<int> a, ref Vector256<int> b, sbyte* w, byte* x)
    {
        Vector256<sbyte> columns = Columns(x);
        if (Vector512.IsHardwareAccelerated)
        {
            // Half as many loads, which are what limits this loop.
            Vector512<byte> rows = ByteDots.Weights(Vector512.Load(w));
            a = ByteDots.Bytes(a, rows.GetLower(), columns);
            b = ByteDots.Bytes(b, rows.GetUpper(), columns);
            return;
        }

        a = ByteDots.Bytes(a, ByteDots.Weights(Vector256.Load(w)), columns);
        b = ByteDots.Bytes(b, ByteDots.Weights(Vector256.Load(w + Block)), columns);
    }

    /// <summary>Four neighbouring codes of an input row, for every row of the weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Columns(byte* x) => Vector256.Create(*(int*)x).AsSByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(Vector256<float> sum, Vector256<int> dots, Vector256<float> scale, float* weightScales) =>
        Vector256.MultiplyAddEstimate(Vector256.ConvertToSingle(dots) * scale, Vector256.Load(weightScales), sum);

    /// <summary>Stores the rows <paramref name="first"/>…<paramref name="end"/>−1 of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> low, Vector256<float> high, float* output, int panel, int first, int end)
    {
        if (end - first == Rows)
        {
            low.Store(output + panel);
            high.Store(output + panel + Half);
            return;
        }

        float* rows = stackalloc float[Rows];
        low.Store(rows);
        high.Store(rows + Half);
        for (int row = first; row < end; row++)
        {
            output[row] = rows[row - panel];
        }
    }
}
