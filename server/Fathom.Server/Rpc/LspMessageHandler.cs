using System.Buffers;
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
/// notifications at those times except <c>exit</c>, and bodies that are not JSON-RPC (−32700, one log line).
/// </summary>
internal sealed class LspMessageHandler : HeaderDelimitedMessageHandler
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int ServerNotInitialized = -32002;
    private readonly Lifecycle _lifecycle;
    private readonly ILogger _logger;
    private readonly LspFrameReader _frames;

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
        while (true)
        {
            JsonRpcMessage? message;
            try
            {
                ReadOnlySequence<byte>? body = await _frames.ReadAsync(cancellationToken).ConfigureAwait(false);
                message = body is null ? null : Formatter.Deserialize(body.Value);
            }
            catch (Exception malformed) when (malformed is JsonException or InvalidOperationException or KeyNotFoundException)
            {
                _logger.LogWarning("a message was ignored, its body is not JSON-RPC: {Reason}", malformed.Message);
                await RefuseAsync(RequestId.Null, ParseError, "the message is not JSON-RPC 2.0", cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (message is not JsonRpcRequest request || await AdmitAsync(request, cancellationToken).ConfigureAwait(false))
            {
                return message;
            }
        }
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
