using System.Collections.Immutable;

namespace Fathom.Inference.TokenCache;

/// <summary>A token that came, and what the cache knew of it.</summary>
/// <param name="Model">The model's probability of it, up to a factor that is the same with all weights; above 0.</param>
/// <param name="Levels">What each level knew, in the order in which they are mixed, and the share of its occurrences that the token followed; at least one.</param>
internal sealed record CacheObservation(float Model, ImmutableArray<(CacheEvidence Evidence, float Share)> Levels)
{
    /// <summary>What was known at some steps.</summary>
    public static CacheObservation Of(ReadOnlySpan<MixtureStep> steps)
    {
        ImmutableArray<(CacheEvidence, float)>.Builder levels = ImmutableArray.CreateBuilder<(CacheEvidence, float)>(steps.Length);
        foreach (MixtureStep step in steps)
        {
            levels.Add((step.Evidence, step.Share));
        }

        return new CacheObservation(steps[0].Before, levels.MoveToImmutable());
    }

    /// <summary>The steps that lead from the model's probability to that of the mixture; as many as <see cref="Levels"/>.</summary>
    public void Mix(CacheWeights weights, Span<MixtureStep> steps)
    {
        float probability = Model;
        for (int i = 0; i < Levels.Length; i++)
        {
            (CacheEvidence evidence, float share) = Levels[i];
            steps[i] = new MixtureStep(evidence, weights.Belief(evidence), share, probability);
            probability = steps[i].After;
        }
    }
}
