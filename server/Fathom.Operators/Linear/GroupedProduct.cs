using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Linear;

/// <summary>
/// y[t, g·N + r] = Σ_k W_g[r, k] · x[t, g·K + k]: group g of the output is its own matrix times group g of the input. Shapes: x [T, G·K], W_g [N, K], y [T, G·N].
/// </summary>
internal static unsafe class GroupedProduct
{
    [ThreadStatic]
    private static Arena? _arena;

    /// <summary>Computes y.</summary>
    /// <param name="kernel">The kernel of the weight's format.</param>
    /// <param name="first">W₀; W₁, W₂, … follow it in the same tensors.</param>
    /// <param name="groups">G.</param>
    /// <param name="input">x.</param>
    /// <param name="output">Receives y.</param>
    /// <param name="loop">The threads to use.</param>
    public static void Compute<TLoop>(
        LinearKernel kernel, in WeightView first, int groups, ReadOnlySpan<float> input, Span<float> output, scoped TLoop loop)
        where TLoop : IParallelLoop, allows ref struct
    {
        int rows = input.Length / (groups * first.Columns);
        if (rows == 0)
        {
            return;
        }

        fixed (float* x = input, y = output)
        {
            byte* prepared = (byte*)x;
            nint stride = first.Columns * sizeof(float);
            int preparedBytes = kernel.PreparedBytes(first.Columns);
            if (preparedBytes > 0)
            {
                stride = preparedBytes;
                Arena arena = _arena ??= new Arena();
                arena.Reset();
                prepared = arena.Take<byte>(checked(preparedBytes * rows * groups));
                for (nint i = 0; i < (nint)rows * groups; i++)
                {
                    kernel.Prepare(x + (i * first.Columns), first.Columns, prepared + (i * stride));
                }
            }

            int pieces = WorkSplit.Pieces((long)rows * groups * first.Rows * first.Columns);
            Body body = new(kernel, first, groups, prepared, stride, rows, y, pieces);
            loop.ParallelFor(pieces, ref body);
        }
    }

    private readonly struct Body(
        LinearKernel kernel, WeightView first, int groups, byte* input, nint stride, int rows, float* output, int pieces) : IParallelBody
    {
        public void Run(int index)
        {
            // A piece is a range of all G · N weight rows and may span groups.
            int all = groups * first.Rows;
            int row = WorkSplit.Start(all, pieces, index);
            int end = WorkSplit.Start(all, pieces, index + 1);
            while (row < end)
            {
                int group = row / first.Rows;
                int groupStart = group * first.Rows;
                int groupEnd = Math.Min(end - groupStart, first.Rows);
                InputRows inputs = new(input + (group * stride), groups * stride, rows);
                kernel.Run(first.Matrix(group), row - groupStart, groupEnd, inputs, output + groupStart, all);
                row = groupStart + groupEnd;
            }
        }
    }
}
