namespace Fathom.Inference.TokenCache;

/// <summary>
/// How far the levels of the cache are believed beside a model: the more, the oftener a level's context was seen, the more its occurrences agree, and the
/// less the model contradicts. Fitted for each model by <see cref="CacheFit"/>. Immutable.
/// </summary>
public sealed class CacheWeights
{
    // Of each scope: what its evidence is multiplied by.
    private const int Occurrences = 0;
    private const int Agreement = 1;
    private const int Model = 2;
    private const int Kinds = 3;

    // Never 1: what a cache has not seen stays possible.
    private const float MostBelief = 0.995f;

    private readonly float[] _values;

    /// <param name="values">A bias for each level, then for each scope the weights of occurrences, agreement and the model's log-probability; <see cref="Length"/> numbers.</param>
    internal CacheWeights(params float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Length);
        _values = values;
    }

    /// <summary>For models that none were fitted for: those of the first fathom-nano, on 29,000 tokens of projects that it was not trained on.</summary>
    public static CacheWeights Default { get; } = new(
        -4.73f, -3.58f, -3.41f, -3.68f, -4.15f, -4.54f, -3.84f, -3.67f, -3.47f, -3.63f, -3.45f,
        -4.17f, -3.62f, -3.99f, -4.96f, -4.05f, -3.89f, -4.39f, -5.27f, -5.68f, -5.19f, -2.51f,
        -3.31f, -3.41f, -3.83f, -3.93f, -3.83f, -3.81f, -3.63f, -3.26f, -4.67f, -3.44f, -2.86f,
        -3.31f, -3.41f, -3.83f, -3.93f, -3.83f, -3.81f, -3.63f, -3.26f, -4.67f, -3.44f, -2.86f,
        0.12f, 2.84f, 0.62f,
        0.28f, 2.70f, 0.55f,
        0.60f, 2.40f, 0.40f,
        0.60f, 2.40f, 0.40f);

    /// <summary>How many numbers there are.</summary>
    internal static int Length => CacheLevels.All + (CacheLevels.Scopes * Kinds);

    /// <summary>The numbers, as the constructor takes them.</summary>
    internal ReadOnlySpan<float> Values => _values;

    /// <summary>λ, how far a level is believed rather than the levels before it and the model, 0 … 0.995.</summary>
    /// <param name="evidence">What the level knows.</param>
    /// <param name="learned">What is added to its log-odds here, as <see cref="LearnedOdds.Now"/>.</param>
    internal float Belief(in CacheEvidence evidence, float learned = 0)
    {
        int scope = Start(evidence);
        float odds = _values[evidence.Level]
            + (_values[scope + Occurrences] * OccurrencesOf(evidence))
            + (_values[scope + Agreement] * evidence.Agreement)
            + (_values[scope + Model] * ModelOf(evidence));
        return Math.Min(MostBelief, 1 / (1 + MathF.Exp(-(odds + learned))));
    }

    /// <summary>Adds to <paramref name="gradient"/>, as long as <see cref="Values"/>, how something changes with each number that changes by <paramref name="slope"/> with the level's log-odds.</summary>
    internal static void AddGradient(in CacheEvidence evidence, float slope, Span<double> gradient)
    {
        int scope = Start(evidence);
        gradient[evidence.Level] += slope;
        gradient[scope + Occurrences] += slope * OccurrencesOf(evidence);
        gradient[scope + Agreement] += slope * evidence.Agreement;
        gradient[scope + Model] += slope * ModelOf(evidence);
    }

    private static int Start(in CacheEvidence evidence) => CacheLevels.All + (evidence.Scope * Kinds);

    private static float OccurrencesOf(in CacheEvidence evidence) => MathF.Log(1 + evidence.Occurrences);

    private static float ModelOf(in CacheEvidence evidence) => MathF.Max(evidence.ModelLogProbability, -10) / 5;
}
