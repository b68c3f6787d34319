using System.Numerics.Tensors;

namespace Fathom.Operators.HyperConnections;

/// <summary>The span-level kernels of hyper-connections.</summary>
internal static class StreamMixing
{
    /// <summary>streams'[t, k] = post[t, k] · output[t] + Σ_j combination[t, j, k] · streams[t, j], one row vector of <paramref name="width"/> at a time.</summary>
    internal static void Expand(
        ReadOnlySpan<float> output,
        ReadOnlySpan<float> streams,
        ReadOnlySpan<float> post,
        ReadOnlySpan<float> combination,
        Span<float> result,
        int rows,
        int n,
        int width)
    {
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> y = output.Slice(row * width, width);
            for (int k = 0; k < n; k++)
            {
                Span<float> target = result.Slice((row * n + k) * width, width);
                TensorPrimitives.Multiply(y, post[row * n + k], target);
                for (int j = 0; j < n; j++)
                {
                    ReadOnlySpan<float> source = streams.Slice((row * n + j) * width, width);
                    TensorPrimitives.MultiplyAdd(source, combination[(row * n + j) * n + k], target, target);
                }
            }
        }
    }
}
