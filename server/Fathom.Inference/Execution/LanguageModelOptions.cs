namespace Fathom.Inference.Execution;

/// <summary>How a model is loaded and run.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>Threads that compute, the caller's included; at least 1. Two by default, at most as many as there are processors.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Threads), value, "A model runs on at least one thread.");
    } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Most tokens of a prompt in one run; cancellation is looked at between runs at the latest. 256 by default.</summary>
    public int PrefillChunk
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(PrefillChunk), value, "A prompt is read in chunks of at least one token.");
    } = 256;
}
