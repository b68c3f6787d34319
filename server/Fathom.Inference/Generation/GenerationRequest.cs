using System.Collections.Immutable;
using Fathom.Inference.Sampling;

namespace Fathom.Inference.Generation;

/// <summary>What a <see cref="TextGenerator"/> is asked to continue.</summary>
public sealed record GenerationRequest
{
    /// <summary>The prompt.</summary>
    public required Prompt Prompt { get; init; }

    /// <summary>Most tokens that give text after the prompt; at least 1.</summary>
    public required int MaximumTokens { get; init; }

    /// <summary>How tokens are chosen; greedy by default.</summary>
    public SamplingOptions Sampling { get; init; } = SamplingOptions.Greedy;

    /// <summary>Texts before which the answer ends; none by default.</summary>
    public ImmutableArray<string> StopStrings { get; init; } = [];

    /// <summary>What weighs the model's logits before a token is chosen, in this order; none by default.</summary>
    public ImmutableArray<INextTokenPrior> Priors { get; init; } = [];

    /// <summary>Guesses the next tokens, so that the model may check several in one run; null for one token a run. Changes no token.</summary>
    public IDraftSource? Drafts { get; init; }
}
