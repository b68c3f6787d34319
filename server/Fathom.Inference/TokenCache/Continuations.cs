using System.Runtime.InteropServices;

namespace Fathom.Inference.TokenCache;

/// <summary>
/// How often each token followed a context in one scope, told apart by how much of the context stood there. To be reused from query to query.
/// </summary>
internal sealed class Continuations
{
    /// <summary>
    /// Positions of one context length that are looked at; where there are more, as many are taken at even distances and stand for all. Neighbours
    /// in the index share more of the context, so even distances mean every kind of place in proportion.
    /// </summary>
    public const int MostSamples = 32;

    private readonly Dictionary<(int Token, int Order), float> _counts = [];
    private readonly float[] _totals = new float[ContextIndex.Depth + 1];

    /// <summary>Most tokens of the context that stood anywhere; 0 without a match.</summary>
    public int LongestOrder { get; private set; }

    /// <summary>The counts by token and number of context tokens.</summary>
    public IReadOnlyDictionary<(int Token, int Order), float> Counts => _counts;

    /// <summary>Occurrences by number of context tokens, 0 to <see cref="ContextIndex.Depth"/>.</summary>
    public ReadOnlySpan<float> Totals => _totals;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _counts.Clear();
        _totals.AsSpan().Clear();
        LongestOrder = 0;
    }

    /// <summary>Adds what followed the end of <paramref name="context"/> in an index, from contexts of all lengths down to <paramref name="leastOrder"/>.</summary>
    public void Add(ContextIndex index, ReadOnlySpan<int> context, int leastOrder)
    {
        var all = new EveryPosition();
        Add(index, context, leastOrder, ref all);
    }

    /// <inheritdoc cref="Add(ContextIndex, ReadOnlySpan{int}, int)"/>
    /// <param name="index">The index.</param>
    /// <param name="context">The tokens up to the place; none is negative.</param>
    /// <param name="leastOrder">Shortest context that counts; at least 1.</param>
    /// <param name="filter">The positions that count.</param>
    public void Add<TFilter>(ContextIndex index, ReadOnlySpan<int> context, int leastOrder, ref TFilter filter)
        where TFilter : struct, IPositionFilter
    {
        int low = index.Find(context, out int longest);
        int high = low;
        for (int order = longest; order >= leastOrder; order--)
        {
            (int innerLow, int innerHigh) = (low, high);
            index.Widen(context, order, ref low, ref high);
            AddShell(index, order, low, innerLow, innerHigh, high, ref filter);
        }
    }

    private void AddShell<TFilter>(ContextIndex index, int order, int low, int innerLow, int innerHigh, int high, ref TFilter filter)
        where TFilter : struct, IPositionFilter
    {
        int left = innerLow - low;
        int size = left + high - innerHigh;
        int samples = Math.Min(size, MostSamples);
        float weight = (float)size / samples;
        for (int i = 0; i < samples; i++)
        {
            int at = (int)((long)size * i / samples);
            int position = index.Positions[at < left ? low + at : innerHigh + at - left];
            if (filter.Counts(position))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, (index.Tokens[position + 1], order), out _) += weight;
                _totals[order] += weight;
                LongestOrder = Math.Max(LongestOrder, order);
            }
        }
    }

    private readonly struct EveryPosition : IPositionFilter
    {
        public bool Counts(int position) => true;
    }
}
