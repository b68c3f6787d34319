using System.Runtime.CompilerServices;
using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>Dot products of query heads with many keys.</summary>
internal static unsafe class KeyScores
{
    /// <summary>Heads are worked on four at a time.</summary>
    internal const int HeadGroup = 4;

    /// <summary>scores[h, 16·p + lane] = Σ_d queries[h, d] · panels[p][d, lane]</summary>
    /// <remarks>
    /// Lanes are keys, so every product is one chain of multiply-adds over d: the same bits whatever else is computed beside it. Eight chains
    /// (four heads by two registers of keys) hide the latency of the multiply-add.
    /// </remarks>
    /// <param name="queries">Heads × width, row after row.</param>
    /// <param name="heads">A multiple of <see cref="HeadGroup"/>.</param>
    /// <param name="width">Floats in a query and key.</param>
    /// <param name="panels">Panels of 16 keys.</param>
    /// <param name="panelCount">How many.</param>
    /// <param name="scores">Heads × stride.</param>
    /// <param name="stride">At least 16 · panelCount.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compute<TLanes>(float* queries, int heads, int width, float** panels, int panelCount, float* scores, int stride)
        where TLanes : struct, ILanes<TLanes>
    {
        int columns = panelCount * RowStore.PanelRows;
        for (int head = 0; head < heads; head += HeadGroup)
        {
            float* q0 = queries + head * width;
            float* q1 = q0 + width;
            float* q2 = q1 + width;
            float* q3 = q2 + width;
            for (int column = 0; column < columns; column += 2 * TLanes.Count)
            {
                // An odd last register is computed twice, to the same place.
                int other = column + TLanes.Count < columns ? column + TLanes.Count : column;
                float* left = panels[column / RowStore.PanelRows] + column % RowStore.PanelRows;
                float* right = panels[other / RowStore.PanelRows] + other % RowStore.PanelRows;
                TLanes left0 = TLanes.Broadcast(0), left1 = left0, left2 = left0, left3 = left0;
                TLanes right0 = left0, right1 = left0, right2 = left0, right3 = left0;
                for (int d = 0; d < width; d++)
                {
                    TLanes leftKeys = TLanes.Load(left + d * RowStore.PanelRows);
                    TLanes rightKeys = TLanes.Load(right + d * RowStore.PanelRows);
                    TLanes q = TLanes.Broadcast(q0[d]);
                    left0 = TLanes.MultiplyAdd(q, leftKeys, left0);
                    right0 = TLanes.MultiplyAdd(q, rightKeys, right0);
                    q = TLanes.Broadcast(q1[d]);
                    left1 = TLanes.MultiplyAdd(q, leftKeys, left1);
                    right1 = TLanes.MultiplyAdd(q, rightKeys, right1);
                    q = TLanes.Broadcast(q2[d]);
                    left2 = TLanes.MultiplyAdd(q, leftKeys, left2);
                    right2 = TLanes.MultiplyAdd(q, rightKeys, right2);
                    q = TLanes.Broadcast(q3[d]);
                    left3 = TLanes.MultiplyAdd(q, leftKeys, left3);
                    right3 = TLanes.MultiplyAdd(q, rightKeys, right3);
                }

                float* target = scores + (long)head * stride;
                TLanes.Store(target + column, left0);
                TLanes.Store(target + other, right0);
                TLanes.Store(target + stride + column, left1);
                TLanes.Store(target + stride + other, right1);
                TLanes.Store(target + 2L * stride + column, left2);
                TLanes.Store(target + 2L * stride + other, right2);
                TLanes.Store(target + 3L * stride + column, left3);
                TLanes.Store(target + 3L * stride + other, right3);
            }
        }
    }
}
