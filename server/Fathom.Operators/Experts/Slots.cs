namespace Fathom.Operators.Experts;

/// <summary>The slots (token t, choice k) of a call in the order in which experts take them.</summary>
/// <param name="tokens">Per slot its token.</param>
/// <param name="places">Per (t, k) its slot.</param>
/// <param name="weights">Per slot its routing weight.</param>
internal readonly unsafe ref struct Slots(int* tokens, int* places, float* weights)
{
    /// <summary>Per slot its token.</summary>
    public int* Tokens => tokens;

    /// <summary>Per (t, k), at t · K + k, its slot.</summary>
    public int* Places => places;

    /// <summary>Per slot its routing weight.</summary>
    public float* Weights => weights;

    /// <summary>One token: the slots are its choices as they come.</summary>
    /// <returns>The number of segments.</returns>
    public int ForOneToken(ReadOnlySpan<long> chosen, ReadOnlySpan<float> routingWeights, Span<ExpertSegment> segments)
    {
        for (int k = 0; k < chosen.Length; k++)
        {
            tokens[k] = 0;
            places[k] = k;
            weights[k] = routingWeights[k];
            segments[k] = new ExpertSegment((int)chosen[k], k, 1);
        }

        return chosen.Length;
    }

    /// <summary>Many tokens: a counting sort by expert, tokens in order within each.</summary>
    /// <returns>The number of segments, one per expert that any token chose.</returns>
    public int ByExpert(ReadOnlySpan<long> chosen, ReadOnlySpan<float> routingWeights, int perToken, Span<int> counts, Span<ExpertSegment> segments)
    {
        counts.Clear();
        foreach (long expert in chosen)
        {
            counts[(int)expert]++;
        }

        int found = 0;
        int next = 0;
        for (int e = 0; e < counts.Length; e++)
        {
            int count = counts[e];
            if (count > 0)
            {
                segments[found++] = new ExpertSegment(e, next, count);
            }

            counts[e] = next;
            next += count;
        }

        for (int i = 0; i < chosen.Length; i++)
        {
            int slot = counts[(int)chosen[i]]++;
            places[i] = slot;
            tokens[slot] = i / perToken;
            weights[slot] = routingWeights[i];
        }

        return found;
    }
}
