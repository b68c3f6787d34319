using System.Numerics;

namespace Fathom.Completion.Evaluation.Baselines;

/// <summary>How often each token followed each context of a fixed length in a text.</summary>
/// <remarks>
/// A key is the hash of the context in its high bits and the token in its low ones; the keys are sorted, so what followed a context is one run of them. Two
/// contexts with one hash would be counted together; with 47 bits or more and a hundred million contexts that hardly happens.
/// </remarks>
internal sealed class NGramTable
{
    private readonly ulong[] _keys;
    private readonly int[] _counts;
    private readonly int _contextLength;
    private readonly ulong _tokenMask;

    private NGramTable(ulong[] keys, int[] counts, int contextLength, ulong tokenMask)
    {
        _keys = keys;
        _counts = counts;
        _contextLength = contextLength;
        _tokenMask = tokenMask;
    }

    /// <summary>Counts a text.</summary>
    /// <param name="tokens">Its tokens; contexts do not reach back beyond <paramref name="start"/>.</param>
    /// <param name="start">The token that stands before every document.</param>
    /// <param name="contextLength">Tokens of a context; 1 or more.</param>
    /// <param name="vocabularySize">One more than the largest token.</param>
    public static NGramTable Count(ReadOnlySpan<int> tokens, int start, int contextLength, int vocabularySize)
    {
        ulong tokenMask = BitOperations.RoundUpToPowerOf2((uint)vocabularySize) - 1;
        ulong[] keys = new ulong[tokens.Length];
        int count = 0;
        int inDocument = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (tokens[i] == start)
            {
                inDocument = 1;
                continue;
            }

            if (inDocument >= contextLength)
            {
                keys[count++] = KeyOf(tokens.Slice(i - contextLength, contextLength), tokenMask) | (uint)tokens[i];
            }

            inDocument++;
        }

        keys.AsSpan(0, count).Sort();
        int[] counts = new int[count];
        int distinct = 0;
        for (int i = 0; i < count; i++)
        {
            if (distinct == 0 || keys[i] != keys[distinct - 1])
            {
                keys[distinct++] = keys[i];
            }

            counts[distinct - 1]++;
        }

        return new NGramTable(keys[..distinct], counts[..distinct], contextLength, tokenMask);
    }

    /// <summary>
    /// Mixes the probabilities of a shorter context with what followed the longer one here, by Witten and Bell's weights: p(w) becomes
    /// (c(w) + T p(w)) / (N + T), N the times the context was seen and T the different tokens behind it. A context that was never seen changes nothing.
    /// </summary>
    public void Mix(ReadOnlySpan<int> tokens, Span<double> probabilities)
    {
        if (tokens.Length < _contextLength)
        {
            return;
        }

        ulong context = KeyOf(tokens[^_contextLength..], _tokenMask);
        int first = FirstFrom(context);
        long seen = 0;
        int end = first;
        for (; end < _keys.Length && (_keys[end] & ~_tokenMask) == context; end++)
        {
            seen += _counts[end];
        }

        if (seen == 0)
        {
            return;
        }

        double kept = (double)(end - first) / (seen + end - first);
        foreach (ref double probability in probabilities)
        {
            probability *= kept;
        }

        for (int i = first; i < end; i++)
        {
            probabilities[(int)(_keys[i] & _tokenMask)] += (double)_counts[i] / (seen + end - first);
        }
    }

    private int FirstFrom(ulong key)
    {
        int at = Array.BinarySearch(_keys, key);
        return at < 0 ? ~at : at;
    }

    // The finaliser of splitmix64 spreads the sum over all bits.
    private static ulong KeyOf(ReadOnlySpan<int> context, ulong tokenMask)
    {
        ulong hash = 0;
        foreach (int token in context)
        {
            hash = (hash * 0x9E3779B97F4A7C15) + (uint)token + 1;
        }

        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return (hash ^ (hash >> 31)) & ~tokenMask;
    }
}
