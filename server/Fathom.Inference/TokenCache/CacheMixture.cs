using System.Runtime.InteropServices;

namespace Fathom.Inference.TokenCache;

/// <summary>
/// Mixes what followed a context in each scope with a model's distribution: p ← p + λ (c / n − p) at every level, where c of the n occurrences
/// of the level's context were followed by the token, and λ is how far the level is believed. To be reused from token to token.
/// </summary>
/// <param name="weights">How far the levels are believed.</param>
internal sealed class CacheMixture(CacheWeights weights)
{
    private readonly Dictionary<int, int> _slots = [];
    private readonly List<Entry>[] _entries = [.. Enumerable.Range(0, CacheLevels.Scopes).Select(_ => new List<Entry>())];
    private readonly float[] _totals = new float[CacheLevels.Scopes];
    private int[] _tokens = new int[64];
    private float[] _model = new float[64];
    private float[] _mixed = new float[64];
    private readonly float[][] _counts = [.. Enumerable.Range(0, CacheLevels.Scopes).Select(_ => new float[64])];
    private readonly List<MixtureStep> _steps = [];

    /// <summary>The tokens that followed the context somewhere.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _slots.Count);

    /// <summary>After <see cref="Mix"/>, the probabilities of <see cref="Tokens"/>.</summary>
    public ReadOnlySpan<float> Probabilities => _mixed.AsSpan(0, _slots.Count);

    /// <summary>After <see cref="Mix"/>, the logarithm of what all other tokens' probabilities were multiplied by.</summary>
    public float LogKept { get; private set; }

    /// <summary>Takes the counts of the scopes, in the order of <see cref="CacheScope"/>.</summary>
    public void Load(ReadOnlySpan<Continuations> scopes)
    {
        _slots.Clear();
        for (int scope = 0; scope < scopes.Length; scope++)
        {
            _entries[scope].Clear();
            _totals[scope] = 0;
            foreach (((int token, int order), float count) in scopes[scope].Counts)
            {
                if (!_slots.TryGetValue(token, out int slot))
                {
                    slot = _slots.Count;
                    _slots.Add(token, slot);
                    Reserve(slot + 1);
                    _tokens[slot] = token;
                }

                _entries[scope].Add(new Entry(slot, order, count));
                _totals[scope] += count;
            }
        }

        for (int scope = 0; scope < scopes.Length; scope++)
        {
            Span<float> counts = _counts[scope].AsSpan(0, _slots.Count);
            counts.Clear();
            foreach (Entry entry in _entries[scope])
            {
                counts[entry.Slot] += entry.Count;
            }

            // The levels take off one order after the other.
            _entries[scope].Sort(static (a, b) => a.Order.CompareTo(b.Order));
        }
    }

    /// <summary>After <see cref="Mix"/>, what each level did to the token that was followed.</summary>
    public ReadOnlySpan<MixtureStep> Steps => CollectionsMarshal.AsSpan(_steps);

    /// <summary>Mixes.</summary>
    /// <param name="model">The model's probabilities of <see cref="Tokens"/>.</param>
    /// <param name="learned">What is added to the log-odds of each level, as <see cref="LearnedOdds.Now"/>.</param>
    /// <param name="followed">Index into <see cref="Tokens"/> of a token whose <see cref="Steps"/> are kept, their length for one that is not among them; −1 for none.</param>
    public void Mix(ReadOnlySpan<float> model, ReadOnlySpan<float> learned, int followed = -1)
    {
        _steps.Clear();
        int size = _slots.Count;
        model.CopyTo(_model);
        model.CopyTo(_mixed);
        Span<float> mixed = _mixed.AsSpan(0, size);
        Span<int> taken = stackalloc int[CacheLevels.Scopes];
        taken.Clear();
        LogKept = 0;
        for (int level = 0; level < CacheLevels.Count; level++)
        {
            for (int scope = 0; scope < CacheLevels.Scopes; scope++)
            {
                Span<float> counts = _counts[scope].AsSpan(0, size);
                TakeShorter(scope, CacheLevels.Orders[level], counts, ref taken[scope]);
                if (taken[scope] < _entries[scope].Count)
                {
                    int top = IndexOfLargest(counts);
                    var evidence = new CacheEvidence((scope * CacheLevels.Count) + level, _totals[scope], counts[top] / _totals[scope], MathF.Log(_model[top] + 1e-10f));
                    float belief = weights.Belief(evidence, learned[evidence.Level]);
                    if (followed >= 0)
                    {
                        _steps.Add(followed < size
                            ? new MixtureStep(evidence, belief, counts[followed] / _totals[scope], MathF.Max(mixed[followed], 1e-9f))
                            : new MixtureStep(evidence, belief, 0, MathF.Exp(LogKept)));
                    }

                    float share = belief / _totals[scope];
                    for (int i = 0; i < size; i++)
                    {
                        mixed[i] = (mixed[i] * (1 - belief)) + (counts[i] * share);
                    }

                    LogKept += MathF.Log(1 - belief);
                }
            }
        }
    }

    private static int IndexOfLargest(ReadOnlySpan<float> counts)
    {
        int largest = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            largest = counts[i] > counts[largest] ? i : largest;
        }

        return largest;
    }

    private void TakeShorter(int scope, int order, Span<float> counts, ref int taken)
    {
        List<Entry> entries = _entries[scope];
        while (taken < entries.Count && entries[taken].Order < order)
        {
            counts[entries[taken].Slot] = MathF.Max(0, counts[entries[taken].Slot] - entries[taken].Count);
            _totals[scope] -= entries[taken].Count;
            taken++;
        }
    }

    private void Reserve(int slots)
    {
        if (slots > _tokens.Length)
        {
            Array.Resize(ref _tokens, 2 * slots);
            Array.Resize(ref _model, 2 * slots);
            Array.Resize(ref _mixed, 2 * slots);
            for (int scope = 0; scope < _counts.Length; scope++)
            {
                Array.Resize(ref _counts[scope], 2 * slots);
            }
        }
    }

    private readonly record struct Entry(int Slot, int Order, float Count);
}
