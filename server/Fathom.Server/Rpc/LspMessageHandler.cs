using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fathom.Server.Protocol;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Fathom.Server.Rpc;

/// <summary>
/// Reads LSP frames and keeps out what the life cycle forbids: requests before <c>initialize</c> (−32002) and after <c>shutdown</c> (−32600),
/// notifications at those times except <c>exit</c>, bodies that are not JSON-RPC (an error and one log line),
/// and answers that nobody asked for.
/// </summary>
internal sealed class LspMessageHandler : HeaderDelimitedMessageHandler
{
    private const int InvalidRequest = -32600;
    private const int ServerNotInitialized = -32002;
    private readonly Lifecycle _lifecycle;
    private readonly ILogger _logger;
    private readonly LspFrameReader _frames;
    private readonly ConcurrentDictionary<RequestId, bool> _asked = new();

    public LspMessageHandler(Stream output, Stream input, Lifecycle lifecycle, ILogger logger)
        : base(output, input, CreateFormatter())
    {
        _lifecycle = lifecycle;
        _logger = logger;
        _frames = new LspFrameReader(Reader!);
    }

    /// <inheritdoc />
    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        while (await _frames.ReadAsync(cancellationToken).ConfigureAwait(false) is { } body)
        {
            JsonRpcMessage? message = await ParseAsync(body, cancellationToken).ConfigureAwait(false);
            bool isAdmitted = message switch
            {
                null => false,
                JsonRpcRequest request => await AdmitAsync(request, cancellationToken).ConfigureAwait(false),
                IJsonRpcMessageWithId answer => IsExpected(answer.RequestId),
                _ => true,
            };
            if (isAdmitted)
            {
                return message;
            }
        }

        return null;
    }

    /// <inheritdoc />
    protected override void Write(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        if (content is JsonRpcRequest { IsResponseExpected: true } request)
        {
            _asked.TryAdd(request.RequestId, true);
        }

        base.Write(content, cancellationToken);
    }

    private async ValueTask<JsonRpcMessage?> ParseAsync(ReadOnlySequence<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            return Formatter.Deserialize(body);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            _logger.LogWarning("a message was ignored, its body is not JSON-RPC: {Reason}", malformed.Message);
            (RequestId id, int code, string reason) = MalformedBody.Refuse(body);
            await RefuseAsync(id, code, reason, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>Only answers to the server's own requests are let through; the library would wait for the others' requests for ever.</summary>
    private bool IsExpected(RequestId id)
    {
        if (_asked.TryRemove(id, out _))
        {
            return true;
        }

        _logger.LogWarning("an answer was ignored, nothing was asked with the id {Id}", id);
        return false;
    }

    private static SystemTextJsonFormatter CreateFormatter()
    {
        var formatter = new SystemTextJsonFormatter();
        formatter.JsonSerializerOptions = new JsonSerializerOptions(ProtocolJson.Default.Options)
        {
            // The library's own types, such as request ids, are not among ours.
            TypeInfoResolver = JsonTypeInfoResolver.Combine(ProtocolJson.Default, new DefaultJsonTypeInfoResolver()),
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        return formatter;
    }

    private async ValueTask<bool> AdmitAsync(JsonRpcRequest request, CancellationToken cancellationToken)
    {
        if (request.Method == "exit")
        {
            return true;
        }

        (int code, string reason) = request.Method switch
        {
            _ when _lifecycle.IsShutDown => (InvalidRequest, "the server has been shut down"),
            "initialize" when _lifecycle.IsInitialized => (InvalidRequest, "the server is initialized already"),
            "initialize" => (0, ""),
            _ when !_lifecycle.IsInitialized => (ServerNotInitialized, "the server is not initialized yet"),
            _ => (0, ""),
        };
        if (code != 0)
        {
            if (request.IsResponseExpected)
            {
                await RefuseAsync(request.RequestId, code, reason, cancellationToken).ConfigureAwait(false);
            }

            return false;
        }

        if (request.Method == "initialize")
        {
            _lifecycle.Initialize();
        }
        else if (request.Method == "shutdown")
        {
            _lifecycle.ShutDown();
        }

        return true;
    }

    private ValueTask RefuseAsync(RequestId id, int code, string reason, CancellationToken cancellationToken) => WriteAsync(
        new JsonRpcError { RequestId = id, Error = new JsonRpcError.ErrorDetail { Code = (JsonRpcErrorCode)code, Message = reason } },
        cancellationToken);
}
