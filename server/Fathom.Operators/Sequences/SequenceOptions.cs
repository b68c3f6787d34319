namespace Fathom.Operators.Sequences;

/// <summary>How a <see cref="Sequence"/> keeps its past.</summary>
public sealed record SequenceOptions
{
    /// <summary>
    /// How many of the latest tokens a sequence can always rewind, 0 or more. A token costs each layer some hundred bytes to some kilobytes
    /// until it is older than that.
    /// </summary>
    public int RewindTokens { get; init; } = 512;
}
