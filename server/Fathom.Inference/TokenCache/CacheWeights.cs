namespace Fathom.Inference.TokenCache;

/// <summary>
/// What was learned of how far each level of the cache is right: a correction of its log-odds. Each known token moves the levels that were asked
/// about it, so what was right lately counts most. Not safe for use from several threads.
/// </summary>
internal sealed class CacheWeights
{
    private readonly float[] _corrections = new float[CacheLevels.Scopes * CacheLevels.Count];

    /// <summary>What is added to the log-odds of a level.</summary>
    public float Of(int scope, int level) => _corrections[(scope * CacheLevels.Count) + level];

    /// <summary>Moves a level by a gradient of the log-likelihood.</summary>
    public void Move(int scope, int level, float gradient, float rate)
    {
        ref float correction = ref _corrections[(scope * CacheLevels.Count) + level];
        correction = Math.Clamp(correction + (rate * gradient), -MostCorrection, MostCorrection);
    }

    private const float MostCorrection = 3;
}
