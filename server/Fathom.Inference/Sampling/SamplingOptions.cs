namespace Fathom.Inference.Sampling;

/// <summary>How the next token is chosen.</summary>
public sealed record SamplingOptions
{
    /// <summary>Always the most probable token.</summary>
    public static SamplingOptions Greedy { get; } = new();

    /// <summary>0 for the most probable token, else the divisor of the logits before the softmax; not negative.</summary>
    public float Temperature
    {
        get;
        init => field = value >= 0 && float.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Temperature), value, "A temperature is 0 (greedy) or more.");
    }

    /// <summary>Only the fewest tokens whose probabilities reach this sum are drawn from; in (0, 1], 1 keeps all.</summary>
    public float TopP
    {
        get;
        init => field = value is > 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TopP), value, "A nucleus probability is above 0 and at most 1.");
    } = 1;

    /// <summary>Only so many of the most probable tokens are drawn from; 0 keeps all.</summary>
    public int TopK
    {
        get;
        init => field = value >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(TopK), value, "Top-k is 0 (all tokens) or more.");
    }

    /// <summary>Seed of the draws: equal seeds and equal logits give equal tokens.</summary>
    public int Seed { get; init; }
}
