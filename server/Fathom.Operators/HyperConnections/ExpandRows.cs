using System.Runtime.CompilerServices;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.HyperConnections;

/// <summary>streams'[t, k] = post[t, k] · output[t] + Σ_j combination[t, j, k] · streams[t, j], a block of rows at a time.</summary>
internal readonly unsafe struct ExpandRows<TLanes>(
    float* output,
    float* streams,
    float* post,
    float* combination,
    float* result,
    int rows,
    int blockRows,
    int n,
    int width) : IParallelBody
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Computes the rows of one block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        int last = Math.Min((index + 1) * blockRows, rows);
        for (int row = index * blockRows; row < last; row++)
        {
            float* y = output + (long)row * width;
            float* source = streams + (long)row * n * width;
            float* target = result + (long)row * n * width;
            for (int k = 0; k < n; k++)
            {
                Mix(y, post[row * n + k], source, combination + row * n * n + k, target + k * width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mix(float* y, float share, float* source, float* weights, float* target)
    {
        TLanes shares = TLanes.Broadcast(share);
        int d = 0;
        for (; d <= width - TLanes.Count; d += TLanes.Count)
        {
            TLanes sum = TLanes.Multiply(shares, TLanes.Load(y + d));
            for (int j = 0; j < n; j++)
            {
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(weights[j * n]), TLanes.Load(source + j * width + d), sum);
            }

            TLanes.Store(target + d, sum);
        }

        for (; d < width; d++)
        {
            float sum = share * y[d];
            for (int j = 0; j < n; j++)
            {
                sum += weights[j * n] * source[j * width + d];
            }

            target[d] = sum;
        }
    }
}
