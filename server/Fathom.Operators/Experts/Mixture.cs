using System.Numerics.Tensors;
using Fathom.Operators.Linear;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Experts;

/// <summary>
/// y[t] = S(x[t]) + Σ_k w[t, k] · E_{i[t, k]}(x[t]), E(x) = W₂ · (silu(min(W₁x, c)) ∘ clamp(W₃x, ±c)), S the shared expert (clamped alike) or zero.
/// Shapes: x and y [T, d], i and w [T, K]. The routing weight is multiplied in before W₂. Source: DeepSeek-V4, the mixture layer.
/// </summary>
/// <remarks>
/// Slots (t, k) are grouped by expert, so that each expert's weights are read once a call, and summed per token in the order of k: the result of a token does not
/// depend on the others of the call. One token needs no grouping.
/// </remarks>
internal static unsafe class Mixture
{
    [ThreadStatic]
    private static Arena? _arena;

    /// <summary>Computes y.</summary>
    /// <param name="routed">The routed experts.</param>
    /// <param name="experts">E.</param>
    /// <param name="shared">The shared expert, or null.</param>
    /// <param name="limit">c.</param>
    /// <param name="hidden">x.</param>
    /// <param name="chosen">i, each in 0…E−1.</param>
    /// <param name="weights">w.</param>
    /// <param name="output">Receives y.</param>
    /// <param name="loop">The threads to use.</param>
    public static void Compute<TLoop>(
        in ExpertWeights routed,
        int experts,
        in ExpertWeights? shared,
        float limit,
        ReadOnlySpan<float> hidden,
        ReadOnlySpan<long> chosen,
        ReadOnlySpan<float> weights,
        Span<float> output,
        scoped TLoop loop)
        where TLoop : IParallelLoop, allows ref struct
    {
        int width = routed.HiddenWidth;
        int tokens = hidden.Length / width;
        if (tokens == 0)
        {
            return;
        }

        int slots = chosen.Length;
        int mostSegments = tokens == 1 ? slots : Math.Min(slots, experts);
        Arena arena = _arena ??= new Arena();
        arena.Reset();
        Slots order = new(arena.Take<int>(slots), arena.Take<int>(slots), arena.Take<float>(slots));
        int* counts = arena.Take<int>(experts);
        ExpertSegment* segments = arena.Take<ExpertSegment>(mostSegments);
        float* results = arena.Take<float>(checked(slots * width));

        int segmentCount = tokens == 1
            ? order.ForOneToken(chosen, weights, new(segments, mostSegments))
            : order.ByExpert(chosen, weights, slots / tokens, new(counts, experts), new(segments, mostSegments));

        fixed (float* x = hidden, y = output)
        {
            void* rows = Prepare(routed.Kernel, x, tokens, width, arena);
            new ExpertPass(routed, segments, segmentCount, slots, limit, rows, order.Tokens, order.Weights, results, arena).Run(loop);
            if (shared is { } expert)
            {
                rows = expert.Kernel == routed.Kernel ? rows : Prepare(expert.Kernel, x, tokens, width, arena);
                ExpertSegment all = new(Expert: 0, First: 0, tokens);
                new ExpertPass(expert, &all, 1, tokens, limit, rows, tokens: null, slotWeights: null, y, arena).Run(loop);
            }
            else
            {
                output.Clear();
            }
        }

        int perToken = slots / tokens;
        for (int t = 0; t < tokens; t++)
        {
            Span<float> sum = output.Slice(t * width, width);
            for (int k = 0; k < perToken; k++)
            {
                int slot = order.Places[(t * perToken) + k];
                TensorPrimitives.Add(sum, new ReadOnlySpan<float>(results + ((nint)slot * width), width), sum);
            }
        }
    }

    /// <summary>The hidden rows as the kernel reads them: prepared, or the floats themselves.</summary>
    private static void* Prepare(LinearKernel kernel, float* hidden, int tokens, int width, Arena arena)
    {
        int bytes = kernel.PreparedBytes(width);
        if (bytes == 0)
        {
            return hidden;
        }

        byte* prepared = arena.Take<byte>(checked(tokens * bytes));
        for (int t = 0; t < tokens; t++)
        {
            kernel.Prepare(hidden + ((nint)t * width), width, prepared + ((nint)t * bytes));
        }

        return prepared;
    }
}
