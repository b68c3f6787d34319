namespace Fathom.Inference.TokenCache;

/// <summary>
/// All positions of some token texts, sorted by the tokens that lead up to them, read backwards. Every position that was reached by the same
/// last n tokens therefore stands in one range, for every n up to <see cref="Depth"/>, and these ranges lie in each other. Immutable.
/// </summary>
internal sealed class ContextIndex
{
    /// <summary>Longest context that is told apart, in tokens.</summary>
    public const int Depth = 24;

    /// <summary>Stands between the texts.</summary>
    public const int Separator = -1;

    private readonly int[] _tokens;
    private readonly int[] _positions;

    private ContextIndex(int[] tokens, int[] positions) => (_tokens, _positions) = (tokens, positions);

    /// <summary>An index of nothing.</summary>
    public static ContextIndex Empty { get; } = new([], []);

    /// <summary>The tokens, for slices that outlive a call.</summary>
    public ReadOnlyMemory<int> Memory => _tokens;

    /// <summary>Tokens, separators included.</summary>
    public ReadOnlySpan<int> Tokens => _tokens;

    /// <summary>Positions, each the index of the last token of a context, in the order of the contexts.</summary>
    public ReadOnlySpan<int> Positions => _positions;

    /// <summary>Sorts.</summary>
    /// <param name="tokens">The texts with <see cref="Separator"/> after each; kept, and not to be changed any more.</param>
    /// <param name="threads">Threads that sort; at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ContextIndex Build(int[] tokens, int threads = 1, CancellationToken cancellationToken = default) =>
        new(tokens, new ContextSort(tokens).Run(threads, cancellationToken));

    /// <summary>
    /// Where a context stands: the first position that is not before it, and in <paramref name="order"/> how many of its last tokens lead up to
    /// a position here at most; 0 to <see cref="Depth"/>.
    /// </summary>
    public int Find(ReadOnlySpan<int> context, out int order)
    {
        int low = 0;
        int high = _positions.Length;
        order = 0;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            bool isBefore = IsBefore(_positions[middle], context, out int common);
            order = Math.Max(order, common);
            if (isBefore)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Widens the range [<paramref name="low"/>, <paramref name="high"/>) to all positions that the last <paramref name="order"/> tokens lead up to.</summary>
    public void Widen(ReadOnlySpan<int> context, int order, ref int low, ref int high)
    {
        // Galloping: the range of a shorter context is often hardly wider, and sometimes thousands of times as wide.
        int step = 1;
        while (low - step >= 0 && Agrees(_positions[low - step], context, order))
        {
            low -= step;
            step *= 2;
        }

        for (; step > 0; step /= 2)
        {
            if (low - step >= 0 && Agrees(_positions[low - step], context, order))
            {
                low -= step;
            }
        }

        step = 1;
        while (high + step <= _positions.Length && Agrees(_positions[high + step - 1], context, order))
        {
            high += step;
            step *= 2;
        }

        for (; step > 0; step /= 2)
        {
            if (high + step <= _positions.Length && Agrees(_positions[high + step - 1], context, order))
            {
                high += step;
            }
        }
    }

    private bool Agrees(int position, ReadOnlySpan<int> context, int order)
    {
        if (position + 1 < order)
        {
            return false;
        }

        return _tokens.AsSpan(position + 1 - order, order).SequenceEqual(context[^order..]);
    }

    // The order of ContextSort: token by token backwards, with the separator, and the beginning of all, before every token.
    private bool IsBefore(int position, ReadOnlySpan<int> context, out int common)
    {
        int most = Math.Min(Depth, context.Length);
        for (common = 0; common < most; common++)
        {
            int token = position >= common ? _tokens[position - common] : Separator;
            int wanted = context[^(common + 1)];
            if (token != wanted)
            {
                return token < wanted;
            }
        }

        return false;
    }
}
