namespace Fathom.Inference.TokenCache;

/// <summary>
/// Sorts the positions of token texts by what leads up to them: first into buckets by the last token, then each bucket by three tokens at a
/// time, packed into one number, until the contexts differ or <see cref="ContextIndex.Depth"/> is reached.
/// </summary>
internal sealed class ContextSort(int[] tokens)
{
    private const int TokensAtOnce = 3;
    private const int BitsOfToken = 21;
    private const ulong LastTokenMask = (1UL << BitsOfToken) - 1;

    // Below this the buckets would cost more than they save.
    private const int LeastForBuckets = 1 << 14;

    /// <summary>The positions in order: of every token that another token of the same text follows.</summary>
    public int[] Run(int threads, CancellationToken cancellationToken)
    {
        int count = 0;
        int largest = 0;
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            count += IsPosition(i) ? 1 : 0;
            largest = Math.Max(largest, tokens[i]);
        }

        int[] positions = GC.AllocateUninitializedArray<int>(count);
        if (count < LeastForBuckets)
        {
            int next = 0;
            for (int i = 0; i + 1 < tokens.Length; i++)
            {
                if (IsPosition(i))
                {
                    positions[next++] = i;
                }
            }

            Sort(positions, GC.AllocateUninitializedArray<ulong>(count), depth: 0);
            return positions;
        }

        int[] starts = Distribute(positions, largest + 1);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        int[] buckets = [.. Enumerable.Range(0, largest + 1).Where(token => starts[token + 1] - starts[token] > 1).OrderByDescending(token => starts[token + 1] - starts[token])];
        Parallel.For(
            0,
            buckets.Length,
            options,
            static () => Array.Empty<ulong>(),
            (i, _, keys) =>
            {
                int size = starts[buckets[i] + 1] - starts[buckets[i]];
                keys = keys.Length < size ? GC.AllocateUninitializedArray<ulong>(size) : keys;
                Sort(positions.AsSpan(starts[buckets[i]], size), keys.AsSpan(0, size), depth: 1);
                return keys;
            },
            static _ => { });
        return positions;
    }

    private bool IsPosition(int i) => tokens[i] >= 0 && tokens[i + 1] >= 0;

    private int[] Distribute(int[] positions, int buckets)
    {
        int[] starts = new int[buckets + 1];
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            if (IsPosition(i))
            {
                starts[tokens[i] + 1]++;
            }
        }

        for (int i = 1; i <= buckets; i++)
        {
            starts[i] += starts[i - 1];
        }

        int[] next = starts[..buckets];
        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            if (IsPosition(i))
            {
                positions[next[tokens[i]]++] = i;
            }
        }

        return starts;
    }

    private void Sort(Span<int> positions, Span<ulong> keys, int depth)
    {
        bool areEqual = true;
        for (int i = 0; i < positions.Length; i++)
        {
            keys[i] = Key(positions[i], depth);
            areEqual &= keys[i] == keys[0];
        }

        if (!areEqual)
        {
            keys.Sort(positions);
        }

        if (depth + TokensAtOnce >= ContextIndex.Depth)
        {
            return;
        }

        for (int start = 0; start < positions.Length;)
        {
            ulong key = keys[start];
            int end = start + 1;
            while (end < positions.Length && keys[end] == key)
            {
                end++;
            }

            // A context that has reached the beginning of its text has no more tokens.
            if (end - start > 1 && (key & LastTokenMask) != 0)
            {
                Sort(positions[start..end], keys[start..end], depth + TokensAtOnce);
            }

            start = end;
        }
    }

    private ulong Key(int position, int depth)
    {
        ulong key = 0;
        for (int i = position - depth; i > position - depth - TokensAtOnce; i--)
        {
            key <<= BitsOfToken;
            if (i >= 0 && tokens[i] >= 0)
            {
                key |= (uint)tokens[i] + 1u;
            }
            else
            {
                return key << (BitsOfToken * (i - (position - depth - TokensAtOnce) - 1));
            }
        }

        return key;
    }
}
