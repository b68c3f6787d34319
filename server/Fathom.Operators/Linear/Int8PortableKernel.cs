using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>The format int8 on any processor; see <see cref="Int8Kernel"/> for the formula.</summary>
internal sealed unsafe class Int8PortableKernel : LinearKernel
{
    private const int Block = WeightFormats.BlockWidth;
    private const int Rows = Int8Panels.Rows;
    private const int Lanes = 4;

    public override int PreparedBytes(int columns) => PortableDots.PreparedBytes(columns);

    public override void Prepare(float* input, int columns, byte* prepared) => PortableDots.Prepare(input, columns, prepared);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride)
    {
        float* rows = stackalloc float[Rows];
        for (int panel = firstRow / Rows * Rows; panel < endRow; panel += Rows)
        {
            for (int t = 0; t < input.Count; t++)
            {
                Dots((sbyte*)weight.Codes(panel), (float*)weight.Scales(panel), (sbyte*)input.Row(t), weight.Columns / Block, rows);
                for (int row = Math.Max(firstRow, panel); row < Math.Min(endRow, panel + Rows); row++)
                {
                    output[(t * outputStride) + row] = rows[row - panel];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots(sbyte* w, float* weightScales, sbyte* x, int blocks, float* rows)
    {
        float* scales = (float*)(x + (blocks * Block));
        Vector128<float> y0 = Vector128<float>.Zero, y1 = y0, y2 = y0, y3 = y0;
        for (int b = 0; b < blocks; b++, weightScales += Rows)
        {
            Vector128<int> a0 = Vector128<int>.Zero, a1 = a0, a2 = a0, a3 = a0;
            for (int k = 0; k < Block; k += Int8Panels.Group, x += Int8Panels.Group, w += Rows * Int8Panels.Group)
            {
                Vector128<sbyte> columns = Vector128.Create(*(int*)x).AsSByte();
                a0 = PortableDots.AddFours(a0, Vector128.Load(w), columns);
                a1 = PortableDots.AddFours(a1, Vector128.Load(w + 16), columns);
                a2 = PortableDots.AddFours(a2, Vector128.Load(w + 32), columns);
                a3 = PortableDots.AddFours(a3, Vector128.Load(w + 48), columns);
            }

            Vector128<float> scale = Vector128.Create(scales[b]);
            y0 = Add(y0, a0, scale, weightScales);
            y1 = Add(y1, a1, scale, weightScales + Lanes);
            y2 = Add(y2, a2, scale, weightScales + (2 * Lanes));
            y3 = Add(y3, a3, scale, weightScales + (3 * Lanes));
        }

        y0.Store(rows);
        y1.Store(rows + Lanes);
        y2.Store(rows + (2 * Lanes));
        y3.Store(rows + (3 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Add(Vector128<float> sum, Vector128<int> dots, Vector128<float> scale, float* weightScales) =>
        Vector128.MultiplyAddEstimate(Vector128.ConvertToSingle(dots) * scale, Vector128.Load(weightScales), sum);
}
