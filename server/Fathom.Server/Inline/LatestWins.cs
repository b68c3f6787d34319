using System.Collections.Concurrent;

namespace Fathom.Server.Inline;

/// <summary>Lets the newest request of each document win. Turns begin on the reader, in the order of arrival.</summary>
internal sealed class LatestWins
{
    private readonly ConcurrentDictionary<string, InlineTurn> _newest = new(StringComparer.Ordinal);

    /// <summary>Starts the turn of a request and supersedes the older request of the same document.</summary>
    /// <param name="key">The document.</param>
    /// <param name="answerWritten">Ends when the answer of the new request has been written.</param>
    /// <param name="cancellationToken">Cancelled when the client cancels the new request.</param>
    public InlineTurn Begin(string key, Task answerWritten, CancellationToken cancellationToken)
    {
        InlineTurn? older = _newest.GetValueOrDefault(key);
        var turn = new InlineTurn(answerWritten, older?.AnswerWritten ?? Task.CompletedTask, cancellationToken);
        _newest[key] = turn;
        older?.Supersede();
        return turn;
    }

    /// <summary>Drops a document that was closed, with the request still running for it.</summary>
    public void Close(string key)
    {
        if (_newest.TryRemove(key, out InlineTurn? turn))
        {
            turn.Supersede();
        }
    }
}
