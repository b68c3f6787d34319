namespace Fathom.Inference.TokenCache;

/// <summary>What one level did to the probability of one token: p ← p + λ (c / n − p).</summary>
/// <param name="Level">The level, counted through all scopes.</param>
/// <param name="Belief">λ.</param>
/// <param name="Share">c / n.</param>
/// <param name="Before">p before.</param>
internal readonly record struct MixtureStep(int Level, float Belief, float Share, float Before)
{
    /// <summary>Adds to <paramref name="gradient"/> how the token's log-probability changes with the log-odds of each level.</summary>
    /// <param name="steps">All steps, in order.</param>
    /// <param name="gradient">By level.</param>
    public static void AddGradient(ReadOnlySpan<MixtureStep> steps, Span<float> gradient)
    {
        if (steps.IsEmpty)
        {
            return;
        }

        MixtureStep last = steps[^1];
        float probability = MathF.Max(last.Before + (last.Belief * (last.Share - last.Before)), 1e-9f);
        float kept = 1;
        for (int i = steps.Length - 1; i >= 0; i--)
        {
            MixtureStep step = steps[i];
            gradient[step.Level] += (step.Share - step.Before) * step.Belief * (1 - step.Belief) * kept / probability;
            kept *= 1 - step.Belief;
        }
    }
}
