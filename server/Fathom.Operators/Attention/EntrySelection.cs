using System.Numerics;
using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>The lightning indexer's choice of entries for one query.</summary>
internal static unsafe class EntrySelection
{
    /// <summary>Panels scored at a time, so that scratch memory stays small at any context length.</summary>
    internal const int BlockPanels = 64;

    /// <summary>scores[i] = Σ_h weights[h] · max(0, queries[h] · key_i), summed over h in order.</summary>
    /// <param name="queries">Heads × width; heads padded to a multiple of four.</param>
    /// <param name="weights">One per head, padding excluded.</param>
    /// <param name="heads">How many, padding excluded.</param>
    /// <param name="width">Floats in an indexer key.</param>
    /// <param name="panels">The keys.</param>
    /// <param name="panelCount">How many panels.</param>
    /// <param name="products">Scratch of padded heads × 16 · <see cref="BlockPanels"/>.</param>
    /// <param name="scores">16 · panelCount.</param>
    internal static void Score<TLanes>(
        float* queries,
        float* weights,
        int heads,
        int width,
        float** panels,
        int panelCount,
        float* products,
        float* scores)
        where TLanes : struct, ILanes<TLanes>
    {
        const int Stride = BlockPanels * RowStore.PanelRows;
        int paddedHeads = (heads + KeyScores.HeadGroup - 1) / KeyScores.HeadGroup * KeyScores.HeadGroup;
        TLanes zero = TLanes.Broadcast(0);
        for (int block = 0; block < panelCount; block += BlockPanels)
        {
            int count = Math.Min(BlockPanels, panelCount - block);
            KeyScores.Compute<TLanes>(queries, paddedHeads, width, panels + block, count, products, Stride);
            float* target = scores + block * RowStore.PanelRows;
            for (int i = 0; i < count * RowStore.PanelRows; i += TLanes.Count)
            {
                TLanes sum = zero;
                for (int head = 0; head < heads; head++)
                {
                    TLanes product = TLanes.Max(TLanes.Load(products + head * Stride + i), zero);
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(weights[head]), product, sum);
                }

                TLanes.Store(target + i, sum);
            }
        }
    }

    /// <summary>
    /// The indices of the <paramref name="wanted"/> largest scores, ascending; among equal scores the lowest indices. NaN counts as −∞.
    /// </summary>
    /// <remarks>
    /// Floats map to unsigned integers of the same order; the wanted-th largest of those is found bit by bit, counting how many reach each candidate.
    /// </remarks>
    /// <param name="scores">The scores.</param>
    /// <param name="keys">Scratch of the same length.</param>
    /// <param name="wanted">How many, at most the number of scores.</param>
    /// <param name="selected">Receives the indices.</param>
    internal static void Select(ReadOnlySpan<float> scores, Span<uint> keys, int wanted, Span<int> selected)
    {
        Rank(scores, keys);
        uint threshold = 0;
        for (uint bit = 0x80000000; bit != 0; bit >>= 1)
        {
            int reaching = CountReaching(keys, threshold | bit);
            if (reaching >= wanted)
            {
                threshold |= bit;
            }

            if (reaching == wanted)
            {
                break;
            }
        }

        int ties = wanted - (threshold == uint.MaxValue ? 0 : CountReaching(keys, threshold + 1));
        int found = 0;
        for (int i = 0; found < wanted; i++)
        {
            // Without a branch, which nothing could predict: an index that does not count is overwritten by the next.
            int tie = Convert.ToInt32(keys[i] == threshold & ties > 0);
            ties -= tie;
            selected[found] = i;
            found += Convert.ToInt32(keys[i] > threshold) + tie;
        }
    }

    /// <summary>Maps floats to unsigned integers of the same order, NaN like −∞ and −0 like 0.</summary>
    private static void Rank(ReadOnlySpan<float> scores, Span<uint> keys)
    {
        int i = 0;
        for (; i <= scores.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> score = new(scores[i..]);
            score = Vector.ConditionalSelect(Vector.Equals(score, score), score, new Vector<float>(float.NegativeInfinity)) + Vector<float>.Zero;
            Vector<int> bits = Vector.AsVectorInt32(score);
            Vector<int> flip = Vector.ShiftRightArithmetic(bits, 31) | new Vector<int>(int.MinValue);
            Vector.AsVectorUInt32(bits ^ flip).CopyTo(keys[i..]);
        }

        for (; i < scores.Length; i++)
        {
            int bits = BitConverter.SingleToInt32Bits(float.IsNaN(scores[i]) ? float.NegativeInfinity : scores[i] + 0f);
            keys[i] = (uint)(bits ^ ((bits >> 31) | int.MinValue));
        }
    }

    private static int CountReaching(ReadOnlySpan<uint> keys, uint threshold)
    {
        Vector<uint> limit = new(threshold);
        Vector<uint> reaching = Vector<uint>.Zero;
        int i = 0;
        for (; i <= keys.Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            // A true comparison is all ones, which is −1.
            reaching -= Vector.GreaterThanOrEqual(new Vector<uint>(keys[i..]), limit);
        }

        int count = (int)Vector.Sum(reaching);
        for (; i < keys.Length; i++)
        {
            count += keys[i] >= threshold ? 1 : 0;
        }

        return count;
    }
}
