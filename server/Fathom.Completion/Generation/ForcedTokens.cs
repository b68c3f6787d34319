using Fathom.Inference.Generation;

namespace Fathom.Completion.Generation;

/// <summary>Has a generation give tokens that are known beforehand.</summary>
/// <param name="tokens">The tokens.</param>
internal sealed class ForcedTokens(int[] tokens) : INextTokenPrior
{
    /// <summary>True when all were asked for.</summary>
    public bool IsDone { get; private set; }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> before, int settled, Span<float> logits)
    {
        int next = before.Length - settled;
        IsDone = next >= tokens.Length - 1;
        if (next < tokens.Length)
        {
            float logit = logits[tokens[next]];
            logits.Fill(float.NegativeInfinity);
            logits[tokens[next]] = float.IsFinite(logit) ? logit : 0;
        }
    }
}
