using System.Collections.Concurrent;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Fathom.Server.Rpc;

/// <summary>A JSON-RPC connection that tells a handler which request it serves and when that request's answer has been written.</summary>
internal sealed class LspConnection(IJsonRpcMessageHandler handler) : JsonRpc(handler)
{
    private static readonly AsyncLocal<RequestId> s_current = new();
    private readonly ConcurrentDictionary<RequestId, TaskCompletionSource> _unanswered = new();
    private int _lastId;

    /// <summary>Ends when the answer to the request that the calling handler serves has been written.</summary>
    public Task CurrentAnswerWritten => _unanswered.TryGetValue(s_current.Value, out TaskCompletionSource? written) ? written.Task : Task.CompletedTask;

    /// <summary>Ids of the server's own requests are strings, so that in a recorded conversation none is taken for one of the client's.</summary>
    protected override RequestId CreateNewRequestId() => new($"fathom-{Interlocked.Increment(ref _lastId)}");

    /// <inheritdoc />
    protected override ValueTask<JsonRpcMessage> DispatchRequestAsync(
        JsonRpcRequest request, TargetMethod targetMethod, CancellationToken cancellationToken)
    {
        if (request.IsResponseExpected)
        {
            _unanswered[request.RequestId] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        s_current.Value = request.RequestId;
        return base.DispatchRequestAsync(request, targetMethod, cancellationToken);
    }

    /// <inheritdoc />
    protected override void OnResponseSent(JsonRpcMessage message)
    {
        base.OnResponseSent(message);
        RequestId id = message is IJsonRpcMessageWithId withId ? withId.RequestId : default;
        if (_unanswered.TryRemove(id, out TaskCompletionSource? written))
        {
            written.TrySetResult();
        }
    }
}
