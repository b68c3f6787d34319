using Fathom.Inference.Generation;
using Fathom.Operators.Vectors;

namespace Fathom.Inference.TokenCache;

/// <summary>
/// Mixes what followed the last tokens elsewhere in the document, near it and in the repository into the model's distribution. Whether the answer
/// is over stays the model's to say: the texts of a cache have no ends. Drafts are copied from where most of the last tokens stood.
/// </summary>
internal sealed class TokenCachePrior : INextTokenPrior, IDraftSource
{
    /// <summary>Tokens of a generation that can be learned from.</summary>
    public const int MostObserved = 32;

    private readonly DocumentTokens _document;
    private readonly ReadOnlyMemory<float> _odds;
    private readonly List<(int[] Context, float[] Model)> _observed = [];
    private readonly CacheLookup _lookup;
    private readonly int[] _controls;
    private readonly CacheWeights _weights;
    private readonly CacheMixture _mixture;
    private float[] _model = [];

    /// <param name="document">The document and its repository.</param>
    /// <param name="controls">The control tokens of the vocabulary.</param>
    /// <param name="weights">How far the levels of the cache are believed.</param>
    /// <param name="odds"><see cref="LearnedOdds.Now"/>: what is added to that here; null for nothing.</param>
    public TokenCachePrior(DocumentTokens document, int[] controls, CacheWeights weights, ReadOnlyMemory<float>? odds = null)
    {
        _document = document;
        _weights = weights;
        _mixture = new CacheMixture(weights);
        _odds = odds ?? new LearnedOdds().Now;
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
            Observe(tokens, []);
            return;
        }

        float logTotal = Softmax.Sums(logits).LogSum;
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

        _mixture.Mix(model, _odds.Span);
        Observe(tokens, model);

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

    /// <summary>
    /// Learns from the tokens that really came where the generation began, as far as it went the same way. Looks everything up again; to be called beside the
    /// next generation, once.
    /// </summary>
    /// <param name="before">The last tokens before the place where the generation began.</param>
    /// <param name="came">The tokens behind it, as the user wrote or accepted them.</param>
    /// <param name="odds">What learns.</param>
    public void Learn(ReadOnlySpan<int> before, ReadOnlySpan<int> came, LearnedOdds odds)
    {
        float[] gradient = new float[CacheLevels.All];
        float[] slopes = new float[CacheLevels.All];
        Retrace(before, came, odds, (_, steps) =>
        {
            gradient.AsSpan().Clear();
            MixtureStep.Slopes(steps, slopes);
            for (int i = 0; i < steps.Length; i++)
            {
                gradient[steps[i].Evidence.Level] += slopes[i];
            }

            odds.Learn(gradient);
        });
    }

    /// <summary>What the cache knew of each token that came, as far as the generation went the same way; tokens that it knew nothing of are left out.</summary>
    /// <param name="before">As for <see cref="Learn"/>.</param>
    /// <param name="came">As for <see cref="Learn"/>.</param>
    /// <param name="skipped">How many of the first tokens are left out too.</param>
    public IReadOnlyList<CacheObservation> Observations(ReadOnlySpan<int> before, ReadOnlySpan<int> came, int skipped)
    {
        List<CacheObservation> observations = [];
        Retrace(before, came, new LearnedOdds(), (token, steps) =>
        {
            if (token >= skipped && !steps.IsEmpty)
            {
                observations.Add(CacheObservation.Of(steps));
            }
        });
        return observations;
    }

    private void Retrace(ReadOnlySpan<int> before, ReadOnlySpan<int> came, LearnedOdds odds, Visit visit)
    {
        var lookup = new CacheLookup(_document);
        var mixture = new CacheMixture(_weights);
        for (int i = 0; i < Math.Min(came.Length, _observed.Count); i++)
        {
            (int[] context, float[] model) = _observed[i];
            ReadOnlySpan<int> led = [.. before, .. came[..i]];
            if (!context.AsSpan().EndsWith(led[^Math.Min(led.Length, context.Length)..]))
            {
                return;
            }

            if (model.Length == 0)
            {
                continue;
            }

            mixture.Load(lookup.Find(context));
            int found = mixture.Tokens.IndexOf(came[i]);
            mixture.Mix(model, odds.Now.Span, followed: found < 0 ? mixture.Tokens.Length : found);
            visit(i, mixture.Steps);
        }
    }

    private void Observe(ReadOnlySpan<int> tokens, ReadOnlySpan<float> model)
    {
        if (_observed.Count < MostObserved)
        {
            _observed.Add((tokens[^Math.Min(tokens.Length, ContextIndex.Depth)..].ToArray(), model.ToArray()));
        }
    }

    // A token that came, by its index, and what each level did to it.
    private delegate void Visit(int token, ReadOnlySpan<MixtureStep> steps);
}
