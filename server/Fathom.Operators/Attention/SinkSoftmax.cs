using System.Runtime.CompilerServices;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>The softmax of attention with a sink.</summary>
internal static unsafe class SinkSoftmax
{
    /// <summary>Replaces scores by exp(s − M) and returns 1 / Z; columns of −∞ become 0.</summary>
    /// <remarks>
    /// <code>M = max(max_j s_j, sink);  Z = Σ_j exp(s_j − M) + exp(sink − M)</code>
    /// The sink is a logit without a value: it takes part in the denominator only.
    /// </remarks>
    /// <param name="scores">One head's scores.</param>
    /// <param name="columns">How many, a multiple of 16.</param>
    /// <param name="sink">The head's sink.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Apply<TLanes>(float* scores, int columns, float sink)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes largest = TLanes.Load(scores);
        for (int i = TLanes.Count; i < columns; i += TLanes.Count)
        {
            largest = TLanes.Max(largest, TLanes.Load(scores + i));
        }

        float maximum = MathF.Max(TLanes.Largest(largest), sink);
        TLanes shift = TLanes.Broadcast(maximum);
        TLanes sum = TLanes.Broadcast(0);
        for (int i = 0; i < columns; i += TLanes.Count)
        {
            TLanes weight = LaneMath.Exp(TLanes.Subtract(TLanes.Load(scores + i), shift));
            TLanes.Store(scores + i, weight);
            sum = TLanes.Add(sum, weight);
        }

        return 1 / (TLanes.Sum(sum) + MathF.Exp(sink - maximum));
    }
}
