namespace Fathom.Backends;

/// <summary>A model elsewhere cannot be used. The message is one sentence that says what is wrong and what to do; no key is ever in it.</summary>
/// <param name="message">The sentence.</param>
/// <param name="fault">What was wrong.</param>
/// <param name="retryAfter">How long the server wants to be left alone; null where it does not say.</param>
public sealed class BackendException(string message, BackendFault fault, TimeSpan? retryAfter = null) : IOException(message)
{
    /// <summary>What was wrong.</summary>
    public BackendFault Fault { get; } = fault;

    /// <summary>How long the server wants to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
