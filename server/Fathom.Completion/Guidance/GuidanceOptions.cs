namespace Fathom.Completion.Guidance;

/// <summary>How strongly valid names weigh.</summary>
internal sealed record GuidanceOptions
{
    /// <summary>What a name costs that is not among those that are probably valid, in natural logarithms of probability; 0 or more.</summary>
    public float Penalty { get; init; } = 2;

    /// <summary>Share of the members' own use in the repository against the model's opinion, 0 … 1.</summary>
    public float UseWeight { get; init; } = 0.3f;
}
