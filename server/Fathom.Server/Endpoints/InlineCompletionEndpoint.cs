using System.Text.Json;
using Fathom.Server.Inline;
using Fathom.Server.Protocol;
using Fathom.Server.Rpc;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>The request <c>textDocument/inlineCompletion</c>.</summary>
internal sealed class InlineCompletionEndpoint(InlineCompletionService service, LspConnection connection, ILogger<InlineCompletionEndpoint> logger)
{
    [JsonRpcMethod("textDocument/inlineCompletion", UseSingleObjectParameterDeserialization = true)]
    public Task<InlineCompletionList> CompleteAsync(JsonElement parameters = default, CancellationToken cancellationToken = default)
    {
        InlineCompletionParams? request = ParameterReader.Read(parameters, ProtocolJson.Default.InlineCompletionParams, "inlineCompletion", logger);
        return request is { TextDocument.Uri: not null, Position: not null }
            ? service.AnswerAsync(request, connection.CurrentAnswerWritten, cancellationToken)
            : Task.FromResult(InlineCompletionList.Empty);
    }
}
