using System.Buffers;
using System.Text.Json;
using StreamJsonRpc;

namespace Fathom.Server.Rpc;

/// <summary>Finds the answer to a body that is not a JSON-RPC message.</summary>
internal static class MalformedBody
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int InvalidParams = -32602;

    /// <summary>The id to answer (null where none can be read), the error code and a sentence.</summary>
    public static (RequestId Id, int Code, string Reason) Refuse(ReadOnlySequence<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("id", out JsonElement idJson))
            {
                return (RequestId.Null, InvalidRequest, "the message is not a JSON-RPC 2.0 object");
            }

            RequestId id = idJson.ValueKind switch
            {
                JsonValueKind.String => new RequestId(idJson.GetString()),
                JsonValueKind.Number when idJson.TryGetInt64(out long number) => new RequestId(number),
                _ => RequestId.Null,
            };
            bool hasMethod = root.TryGetProperty("method", out JsonElement method) && method.ValueKind == JsonValueKind.String;
            return hasMethod && !id.IsNull
                ? (id, InvalidParams, "params has to be an object")
                : (id, InvalidRequest, "the message is neither a request nor an answer");
        }
        catch (JsonException)
        {
            return (RequestId.Null, ParseError, "the message is not JSON");
        }
    }
}
