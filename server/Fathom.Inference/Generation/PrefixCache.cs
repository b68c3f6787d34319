namespace Fathom.Inference.Generation;

/// <summary>The sequences of the last few prompts, so that a prompt which begins like one of them is not read again.</summary>
internal sealed class PrefixCache(int capacity) : IDisposable
{
    // Most recently used last.
    private readonly List<CachedSequence> _sequences = [];

    /// <summary>
    /// The sequence that begins most like <paramref name="prompt"/>, rewound to what they share but short of the whole prompt, whose last
    /// token has to run to give logits. Where most of it would have to be dropped for little, the one that was not used for longest.
    /// </summary>
    public CachedSequence Take(ReadOnlySpan<int> prompt)
    {
        CachedSequence? best = null;
        int common = 0;
        foreach (CachedSequence sequence in _sequences)
        {
            int shared = sequence.CommonPrefix(prompt);
            if (shared >= common)
            {
                (best, common) = (sequence, shared);
            }
        }

        if (best is null || common < Math.Min(best.Sequence.Length, prompt.Length) / 2)
        {
            best = Oldest();
            common = best.CommonPrefix(prompt);
        }

        _sequences.Remove(best);
        _sequences.Add(best);
        best.Rewind(Math.Min(common, prompt.Length - 1));
        return best;
    }

    public void Dispose() => _sequences.ForEach(sequence => sequence.Dispose());

    private CachedSequence Oldest()
    {
        if (_sequences.Count < capacity)
        {
            _sequences.Add(new CachedSequence());
            return _sequences[^1];
        }

        return _sequences[0];
    }
}
