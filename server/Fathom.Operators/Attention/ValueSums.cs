using System.Runtime.CompilerServices;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>Weighted sums of value rows for query heads.</summary>
internal static unsafe class ValueSums
{
    /// <summary>sums[h, d] += Σ_k weights[h, k] · rows[k][d], in the order of k.</summary>
    /// <param name="weights">Heads × stride.</param>
    /// <param name="stride">Floats from one head's weights to the next's.</param>
    /// <param name="heads">A multiple of <see cref="KeyScores.HeadGroup"/>.</param>
    /// <param name="rows">The rows, each padded to <paramref name="paddedWidth"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="sums">Heads × paddedWidth.</param>
    /// <param name="paddedWidth">A multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<TLanes>(float* weights, int stride, int heads, float** rows, int count, float* sums, int paddedWidth)
        where TLanes : struct, ILanes<TLanes>
    {
        for (int head = 0; head < heads; head += KeyScores.HeadGroup)
        {
            float* w0 = weights + (long)head * stride;
            float* w1 = w0 + stride;
            float* w2 = w1 + stride;
            float* w3 = w2 + stride;
            for (int d = 0; d < paddedWidth; d += 2 * TLanes.Count)
            {
                float* target = sums + head * paddedWidth + d;
                int half = TLanes.Count;
                TLanes left0 = TLanes.Load(target), right0 = TLanes.Load(target + half);
                TLanes left1 = TLanes.Load(target + paddedWidth), right1 = TLanes.Load(target + paddedWidth + half);
                TLanes left2 = TLanes.Load(target + 2 * paddedWidth), right2 = TLanes.Load(target + 2 * paddedWidth + half);
                TLanes left3 = TLanes.Load(target + 3 * paddedWidth), right3 = TLanes.Load(target + 3 * paddedWidth + half);
                for (int k = 0; k < count; k++)
                {
                    float* row = rows[k] + d;
                    TLanes left = TLanes.Load(row);
                    TLanes right = TLanes.Load(row + half);
                    TLanes w = TLanes.Broadcast(w0[k]);
                    left0 = TLanes.MultiplyAdd(w, left, left0);
                    right0 = TLanes.MultiplyAdd(w, right, right0);
                    w = TLanes.Broadcast(w1[k]);
                    left1 = TLanes.MultiplyAdd(w, left, left1);
                    right1 = TLanes.MultiplyAdd(w, right, right1);
                    w = TLanes.Broadcast(w2[k]);
                    left2 = TLanes.MultiplyAdd(w, left, left2);
                    right2 = TLanes.MultiplyAdd(w, right, right2);
                    w = TLanes.Broadcast(w3[k]);
                    left3 = TLanes.MultiplyAdd(w, left, left3);
                    right3 = TLanes.MultiplyAdd(w, right, right3);
                }

                TLanes.Store(target, left0);
                TLanes.Store(target + half, right0);
                TLanes.Store(target + paddedWidth, left1);
                TLanes.Store(target + paddedWidth + half, right1);
                TLanes.Store(target + 2 * paddedWidth, left2);
                TLanes.Store(target + 2 * paddedWidth + half, right2);
                TLanes.Store(target + 3 * paddedWidth, left3);
                TLanes.Store(target + 3 * paddedWidth + half, right3);
            }
        }
    }
}
