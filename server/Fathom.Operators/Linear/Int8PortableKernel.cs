using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>The format int8 on any processor; see <see cref="Int8Kernel"/> for the formula.</summary>
internal sealed unsafe class Int8PortableKernel : LinearKernel
{
    private const int Block = WeightFormats.BlockWidth;

    public override int PreparedBytes(int columns) => PortableDots.PreparedBytes(columns);

    public override void Prepare(float* input, int columns, byte* prepared) => PortableDots.Prepare(input, columns, prepared);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride)
    {
        int columns = weight.Columns;
        for (int row = firstRow; row < endRow; row++)
        {
            for (int t = 0; t < input.Count; t++)
            {
                byte* x = input.Row(t);
                output[(t * outputStride) + row] = Dot((sbyte*)weight.Codes(row), (float*)weight.Scales(row), (sbyte*)x, (float*)(x + columns), columns / Block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(sbyte* weights, float* weightScales, sbyte* x, float* scales, int blocks)
    {
        Vector128<float> sum = Vector128<float>.Zero;
        for (nint b = 0; b < blocks; b++)
        {
            sbyte* w = weights + (b * Block), codes = x + (b * Block);
            Vector128<int> dot = PortableDots.Add(Vector128<int>.Zero, Vector128.Load(w), Vector128.Load(codes));
            dot = PortableDots.Add(dot, Vector128.Load(w + 16), Vector128.Load(codes + 16));
            sum = Vector128.MultiplyAddEstimate(Vector128.ConvertToSingle(dot), Vector128.Create(weightScales[b] * scales[b]), sum);
        }

        return Vector128.Sum(sum);
    }
}
