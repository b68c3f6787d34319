namespace Fathom.Inference.TokenCache;

/// <summary>What one level of the cache knows at one place.</summary>
/// <param name="Level">The level, counted through all scopes: scope · <see cref="CacheLevels.Count"/> + index into <see cref="CacheLevels.Orders"/>.</param>
/// <param name="Occurrences">How often the level's context was seen; above 0.</param>
/// <param name="Agreement">Share of the occurrences that the most frequent token followed, 0 … 1.</param>
/// <param name="ModelLogProbability">The model's log-probability of that token; ≤ 0.</param>
internal readonly record struct CacheEvidence(int Level, float Occurrences, float Agreement, float ModelLogProbability)
{
    /// <summary>The scope of the level.</summary>
    public int Scope => Level / CacheLevels.Count;
}
