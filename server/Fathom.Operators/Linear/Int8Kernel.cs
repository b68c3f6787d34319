using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>
/// The format int8 on AVX2: y = Σ_b (Σ_k∈b q_w · q_x) · scale_w[b] · scale_x[b] with activations quantised per block of 32, integer sums exact.
/// </summary>
/// <remarks>A prepared row: K codes, K / 4 corrections (see <see cref="ByteDots.Bytes"/>), K / 32 scales.</remarks>
internal sealed unsafe class Int8Kernel : LinearKernel
{
    private const int Block = WeightFormats.BlockWidth;

    public override int PreparedBytes(int columns) => (2 * columns) + (columns / Block * sizeof(float));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Prepare(float* input, int columns, byte* prepared)
    {
        int* corrections = (int*)(prepared + columns);
        float* scales = (float*)(prepared + (2 * columns));
        for (int b = 0; b < columns / Block; b++)
        {
            Vector256<sbyte> codes = QuantisedBlock.Quantise(input + (b * Block), out scales[b]);
            codes.Store((sbyte*)prepared + (b * Block));
            (ByteDots.Sums(codes) * -128).Store(corrections + (b * Vector256<int>.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride)
    {
        nint columns = weight.Columns;
        nint blocks = columns / Block;
        int row = firstRow;
        for (; row + TileRows <= endRow; row += TileRows)
        {
            sbyte* w = (sbyte*)weight.Codes(row);
            float* scales = (float*)weight.Scales(row);
            for (int t = 0; t < input.Count; t++)
            {
                Tile(w, columns, scales, blocks, input.Row(t), blocks).Store(output + (t * outputStride) + row);
            }
        }

        for (; row < endRow; row++)
        {
            // One row as a tile of four equal ones: the same operations, three results dropped.
            for (int t = 0; t < input.Count; t++)
            {
                output[(t * outputStride) + row] = Tile((sbyte*)weight.Codes(row), 0, (float*)weight.Scales(row), 0, input.Row(t), blocks).ToScalar();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Tile(sbyte* w, nint stride, float* weightScales, nint scaleStride, byte* prepared, nint blocks)
    {
        sbyte* x = (sbyte*)prepared;
        int* corrections = (int*)(prepared + (blocks * Block));
        float* scales = (float*)(prepared + (2 * blocks * Block));
        sbyte* w2 = w + (2 * stride);
        float* weightScales2 = weightScales + (2 * scaleStride);
        Vector256<float> y0 = Vector256<float>.Zero, y1 = y0, y2 = y0, y3 = y0;
        for (; blocks > 0; blocks--)
        {
            Vector256<sbyte> codes = Vector256.Load(x);
            Vector256<int> correction = Vector256.Load(corrections);
            Vector256<float> scale = Vector256.Create(*scales);
            y0 = Add(y0, w, *weightScales, codes, correction, scale);
            y1 = Add(y1, w + stride, weightScales[scaleStride], codes, correction, scale);
            y2 = Add(y2, w2, *weightScales2, codes, correction, scale);
            y3 = Add(y3, w2 + stride, weightScales2[scaleStride], codes, correction, scale);
            x += Block;
            corrections += Vector256<int>.Count;
            scales++;
            w += Block;
            w2 += Block;
            weightScales++;
            weightScales2++;
        }

        return ByteDots.Sums(y0, y1, y2, y3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Add(
        Vector256<float> sum, sbyte* weights, float weightScale, Vector256<sbyte> codes, Vector256<int> correction, Vector256<float> scale) =>
        Vector256.MultiplyAddEstimate(
            Vector256.ConvertToSingle(ByteDots.Bytes(Vector256.Load(weights), codes, correction)), Vector256.Create(weightScale) * scale, sum);
}
