using System.Numerics.Tensors;
using Fathom.Inference.Generation;

namespace Fathom.Inference.TokenCache;

/// <summary>
/// Mixes what followed the last tokens elsewhere in the document, near it and in the repository into the model's distribution. Whether the answer
/// is over stays the model's to say: the texts of a cache have no ends. Drafts are copied from where most of the last tokens stood.
/// </summary>
internal sealed class TokenCachePrior : INextTokenPrior, IDraftSource
{
    private readonly CacheLookup _lookup;
    private readonly int[] _controls;
    private readonly CacheMixture _mixture = new();
    private float[] _exponentials = [];
    private float[] _model = [];

    /// <param name="document">The document and its repository.</param>
    /// <param name="controls">The control tokens of the vocabulary.</param>
    public TokenCachePrior(DocumentTokens document, int[] controls)
    {
        _lookup = new CacheLookup(document);
        _controls = controls;
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> tokens, int settled, Span<float> logits)
    {
        _mixture.Load(_lookup.Find(tokens));
        ReadOnlySpan<int> candidates = _mixture.Tokens;
        if (candidates.IsEmpty)
        {
            return;
        }

        float logTotal = LogSum(logits);
        float control = 0;
        foreach (int token in _controls)
        {
            control += MathF.Exp(logits[token] - logTotal);
        }

        float rest = MathF.Max(1 - control, 1e-6f);
        _model = _model.Length < candidates.Length ? new float[candidates.Length * 2] : _model;
        Span<float> model = _model.AsSpan(0, candidates.Length);
        for (int i = 0; i < candidates.Length; i++)
        {
            model[i] = MathF.Exp(logits[candidates[i]] - logTotal) / rest;
        }

        _mixture.Mix(model);

        // Logits matter up to a constant: what only loses its share keeps its logit, and everything else rises by as much.
        float rise = logTotal - _mixture.LogKept;
        ReadOnlySpan<float> mixed = _mixture.Probabilities;
        for (int i = 0; i < candidates.Length; i++)
        {
            logits[candidates[i]] = MathF.Log(MathF.Max(mixed[i] * rest, float.Epsilon)) + rise;
        }

        foreach (int token in _controls)
        {
            logits[token] -= _mixture.LogKept;
        }
    }

    /// <inheritdoc/>
    public int Draft(ReadOnlySpan<int> tokens, Span<int> draft, out int matched)
    {
        ReadOnlySpan<int> copied = _lookup.Longest(tokens, out matched);
        copied = copied[..Math.Min(copied.Length, draft.Length)];
        copied.CopyTo(draft);
        return copied.Length;
    }

    private float LogSum(ReadOnlySpan<float> logits)
    {
        _exponentials = _exponentials.Length < logits.Length ? new float[logits.Length] : _exponentials;
        Span<float> exponentials = _exponentials.AsSpan(0, logits.Length);
        float largest = TensorPrimitives.Max(logits);
        TensorPrimitives.Subtract(logits, largest, exponentials);
        TensorPrimitives.Exp<float>(exponentials, exponentials);
        return largest + MathF.Log(TensorPrimitives.Sum<float>(exponentials));
    }
}
