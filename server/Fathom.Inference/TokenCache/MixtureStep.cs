namespace Fathom.Inference.TokenCache;

/// <summary>What one level did to the probability of one token: p ← p + λ (c / n − p).</summary>
/// <param name="Evidence">What the level knew.</param>
/// <param name="Belief">λ.</param>
/// <param name="Share">c / n.</param>
/// <param name="Before">p before; above 0.</param>
internal readonly record struct MixtureStep(CacheEvidence Evidence, float Belief, float Share, float Before)
{
    private const float LeastProbability = 1e-9f;

    /// <summary>p after, never less than 10⁻⁹.</summary>
    public float After => MathF.Max(Before + (Belief * (Share - Before)), LeastProbability);

    /// <summary>How the token's log-probability changes with the log-odds of the level of each step.</summary>
    /// <param name="steps">All steps, in order.</param>
    /// <param name="slopes">As long as <paramref name="steps"/>.</param>
    public static void Slopes(ReadOnlySpan<MixtureStep> steps, Span<float> slopes)
    {
        float kept = 1;
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            MixtureStep step = steps[i];
            slopes[i] = (step.Share - step.Before) * step.Belief * (1 - step.Belief) * kept / steps[^1].After;
            kept *= 1 - step.Belief;
        }
    }
}
