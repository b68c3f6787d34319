namespace Fathom.Inference.TokenCache;

/// <summary>
/// How much more, or less, each level of the cache is believed here than <see cref="CacheLevels"/> says, learned from the tokens that really came: a level that
/// has lately been right where it was alone gains, one that has been wrong loses. A scope learns as a whole too, so that rare levels learn from the others.
/// The same tokens in the same order teach the same. Safe for use from several threads.
/// </summary>
public sealed class LearnedOdds
{
    /// <summary>Largest part in the log-odds, either way, of a level and of its scope each.</summary>
    public const float Most = 1.5f;

    // As first chosen, and tuned on nothing.
    private const float Rate = 0.03f;
    private const float Memory = 0.998f;
    private const float LeastSquare = 0.05f;

    private readonly Lock _lock = new();
    private readonly float[] _levels = new float[CacheLevels.Scopes * CacheLevels.Count];
    private readonly float[] _scopes = new float[CacheLevels.Scopes];
    private readonly float[] _levelSquares = new float[CacheLevels.Scopes * CacheLevels.Count];
    private readonly float[] _scopeSquares = new float[CacheLevels.Scopes];
    private volatile float[] _now = new float[CacheLevels.Scopes * CacheLevels.Count];

    /// <summary>What is added to the log-odds now, scope by scope and level by level; never changed.</summary>
    public ReadOnlyMemory<float> Now => _now;

    /// <summary>Takes one step of bounded length.</summary>
    /// <param name="gradient">How the log-probability of a token that came would change with the log-odds of each level, in the order of <see cref="Now"/>.</param>
    public void Learn(ReadOnlySpan<float> gradient)
    {
        lock (_lock)
        {
            float[] next = new float[_now.Length];
            for (int scope = 0; scope < CacheLevels.Scopes; scope++)
            {
                float all = 0;
                for (int level = scope * CacheLevels.Count; level < (scope + 1) * CacheLevels.Count; level++)
                {
                    Step(ref _levels[level], ref _levelSquares[level], gradient[level]);
                    all += gradient[level];
                }

                Step(ref _scopes[scope], ref _scopeSquares[scope], all);
                for (int level = scope * CacheLevels.Count; level < (scope + 1) * CacheLevels.Count; level++)
                {
                    next[level] = _levels[level] + _scopes[scope];
                }
            }

            _now = next;
        }
    }

    // The steps of what changes its mind often are short.
    private static void Step(ref float weight, ref float squares, float gradient)
    {
        if (gradient != 0)
        {
            squares = (Memory * squares) + (gradient * gradient);
            weight = Math.Clamp(weight + (Rate * gradient / MathF.Sqrt(squares + LeastSquare)), -Most, Most);
        }
    }
}
