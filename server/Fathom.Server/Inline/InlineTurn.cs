namespace Fathom.Server.Inline;

/// <summary>The time in which a request is the newest of its document.</summary>
internal sealed class InlineTurn : IDisposable
{
    private readonly CancellationTokenSource _cancellation;
    private readonly Lock _lock = new();
    private bool _isDisposed;
    private volatile bool _isSuperseded;

    public InlineTurn(Task answerWritten, Task olderAnswerWritten, CancellationToken clientCancellation)
    {
        AnswerWritten = answerWritten;
        OlderAnswerWritten = olderAnswerWritten;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(clientCancellation);
        Token = _cancellation.Token;
    }

    /// <summary>Cancelled by the client or by a newer request.</summary>
    public CancellationToken Token { get; }

    /// <summary>True when a newer request has taken over.</summary>
    public bool IsSuperseded => _isSuperseded;

    /// <summary>Ends when the answer of this request has been written.</summary>
    public Task AnswerWritten { get; }

    /// <summary>Ends when the answer of the request before has been written: only then may this one be.</summary>
    public Task OlderAnswerWritten { get; }

    /// <summary>Takes the turn away.</summary>
    public void Supersede()
    {
        _isSuperseded = true;
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _cancellation.Cancel();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _cancellation.Dispose();
        }
    }
}
