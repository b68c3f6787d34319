namespace Fathom.Inference.Verification;

/// <summary>How far a model is from the outputs that are expected of it.</summary>
/// <param name="Prefill">Logits of the prompt, row = position.</param>
/// <param name="Decode">Logits of the decoded tokens, row = step.</param>
/// <param name="Hidden">Hidden states after the last token of the prompt, in order; empty where model or file have none.</param>
/// <param name="GreedyIdsAgree">Whether greedy decoding gives the expected ids.</param>
/// <param name="Tolerance">The largest difference of a logit that passes.</param>
public sealed record VerificationResult(
    LargestDifference Prefill,
    LargestDifference Decode,
    IReadOnlyList<LargestDifference> Hidden,
    bool GreedyIdsAgree,
    float Tolerance)
{
    /// <summary>Whether every logit is within the tolerance and the greedy ids agree.</summary>
    public bool Passed => GreedyIdsAgree && Prefill.IsWithin(Tolerance) && Decode.IsWithin(Tolerance);
}
