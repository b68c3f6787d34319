namespace Fathom.Backends.Http;

/// <summary>A server answered with an error status.</summary>
/// <param name="status">The status.</param>
/// <param name="body">The start of the body; it may hold anything, so it is shown to nobody.</param>
/// <param name="failure">What that means.</param>
internal sealed class BackendRefusal(int status, string body, BackendException failure) : Exception(failure.Message)
{
    /// <summary>The status.</summary>
    public int Status { get; } = status;

    /// <summary>The start of the body.</summary>
    public string Body { get; } = body;

    /// <summary>What it means.</summary>
    public BackendException Failure { get; } = failure;
}
