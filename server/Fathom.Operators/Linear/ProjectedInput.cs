using System.Runtime.Intrinsics;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Linear;

/// <summary>y_i[t] = W_i · x'[t] for several matrices, x' = x or its RMS norm, norm ∘ x / √(mean(x²) + ε). Shapes: x [T, K], W_i [N_i, K], y_i [T, N_i].</summary>
internal static unsafe class ProjectedInput
{
    [ThreadStatic]
    private static Arena? _arena;

    /// <summary>Computes all y_i.</summary>
    /// <param name="input">x.</param>
    /// <param name="rows">T, at least 1.</param>
    /// <param name="norm">The norm's weights [K], or null for x' = x.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="projections">W_i and y_i; their inputs are filled in here.</param>
    /// <param name="loop">The threads to use.</param>
    public static void Compute<TLoop>(float* input, int rows, float* norm, float epsilon, Span<Projection> projections, scoped TLoop loop)
        where TLoop : IParallelLoop, allows ref struct
    {
        int columns = projections[0].Weight.Columns;
        Arena arena = _arena ??= new Arena();
        arena.Reset();
        if (norm is not null)
        {
            float* normed = arena.Take<float>(checked(rows * columns));
            for (nint t = 0; t < rows; t++)
            {
                Normalise(input + (t * columns), norm, epsilon, normed + (t * columns), columns);
            }

            input = normed;
        }

        int all = 0;
        for (int i = 0; i < projections.Length; i++)
        {
            Prepare(projections, i, input, rows, columns, arena);
            all += projections[i].Weight.Rows;
        }

        int pieces = WorkSplit.Pieces((long)rows * all * columns);
        fixed (Projection* first = projections)
        {
            Body body = new(first, projections.Length, rows, all, pieces);
            loop.ParallelFor(pieces, ref body);
        }
    }

    /// <summary>Gives a projection its input; those of one format share it.</summary>
    private static void Prepare(Span<Projection> projections, int index, float* input, int rows, int columns, Arena arena)
    {
        ref Projection projection = ref projections[index];
        for (int i = 0; i < index; i++)
        {
            if (projections[i].Weight.Format == projection.Weight.Format)
            {
                projection.Input = projections[i].Input;
                projection.InputStride = projections[i].InputStride;
                return;
            }
        }

        LinearKernel kernel = LinearKernel.For(projection.Weight.Format);
        int bytes = kernel.PreparedBytes(columns);
        if (bytes == 0)
        {
            projection.Input = (byte*)input;
            projection.InputStride = (nint)columns * sizeof(float);
            return;
        }

        projection.Input = arena.Take<byte>(checked(rows * bytes));
        projection.InputStride = bytes;
        for (nint t = 0; t < rows; t++)
        {
            kernel.Prepare(input + (t * columns), columns, projection.Input + (t * bytes));
        }
    }

    private static void Normalise(float* input, float* norm, float epsilon, float* result, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            LaneMath.Normalise<Lanes512>(input, norm, epsilon, result, columns);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            LaneMath.Normalise<Lanes256>(input, norm, epsilon, result, columns);
        }
        else
        {
            LaneMath.Normalise<Lanes128>(input, norm, epsilon, result, columns);
        }
    }

    private readonly struct Body(Projection* projections, int count, int rows, int all, int pieces) : IParallelBody
    {
        public void Run(int index)
        {
            // A piece is a range of the rows of all matrices, one matrix after the other.
            int start = WorkSplit.Start(all, pieces, index);
            int end = WorkSplit.Start(all, pieces, index + 1);
            int first = 0;
            for (int i = 0; i < count; i++)
            {
                Projection* projection = projections + i;
                int size = projection->Weight.Rows;
                int from = Math.Max(start - first, 0), to = Math.Min(end - first, size);
                if (from < to && projection->Output is not null)
                {
                    InputRows inputs = new(projection->Input, projection->InputStride, rows);
                    LinearKernel.For(projection->Weight.Format).Run(projection->Weight, from, to, inputs, projection->Output, size);
                }

                first += size;
            }
        }
    }
}
