using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>The format int4 on any processor; see <see cref="Int4Kernel"/> for the formula.</summary>
internal sealed unsafe class Int4PortableKernel : LinearKernel
{
    private const int Block = WeightFormats.BlockWidth;

    public override int PreparedBytes(int columns) => PortableDots.PreparedBytes(columns);

    /// <summary>As for int8, but within each block the 16 even columns stand before the 16 odd ones, as the nibbles of the weights come out.</summary>
    public override void Prepare(float* input, int columns, byte* prepared)
    {
        PortableDots.Prepare(input, columns, prepared);
        sbyte* odd = stackalloc sbyte[Block / 2];
        for (sbyte* block = (sbyte*)prepared; block < (sbyte*)prepared + columns; block += Block)
        {
            for (int i = 0; i < Block / 2; i++)
            {
                odd[i] = block[(2 * i) + 1];
                block[i] = block[2 * i];
            }

            Vector128.Load(odd).Store(block + (Block / 2));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride)
    {
        int columns = weight.Columns;
        for (int row = firstRow; row < endRow; row++)
        {
            for (int t = 0; t < input.Count; t++)
            {
                byte* x = input.Row(t);
                output[(t * outputStride) + row] = Dot(weight.Codes(row), (float*)weight.Scales(row), (sbyte*)x, (float*)(x + columns), columns / Block);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Dot(byte* weights, float* weightScales, sbyte* x, float* scales, int blocks)
    {
        Vector128<sbyte> eight = Vector128.Create((sbyte)8);
        Vector128<float> sum = Vector128<float>.Zero;
        for (nint b = 0; b < blocks; b++)
        {
            Vector128<byte> bytes = Vector128.Load(weights + (b * Block / 2));
            Vector128<sbyte> even = (bytes & Vector128.Create((byte)0x0F)).AsSByte() - eight;
            Vector128<sbyte> odd = (bytes >> 4).AsSByte() - eight;
            Vector128<int> dot = PortableDots.Add(Vector128<int>.Zero, even, Vector128.Load(x + (b * Block)));
            dot = PortableDots.Add(dot, odd, Vector128.Load(x + (b * Block) + 16));
            sum = Vector128.MultiplyAddEstimate(Vector128.ConvertToSingle(dot), Vector128.Create(weightScales[b] * scales[b]), sum);
        }

        return Vector128.Sum(sum);
    }
}
