using System.Text.Json;
using Fathom.Server.Inline;
using Fathom.Server.Lists;
using Fathom.Server.Protocol;
using Fathom.Server.Rpc;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>The request <c>textDocument/completion</c>, for clients without inline completion.</summary>
internal sealed class ListEndpoint(InlineCompletionService service, ListSwitch lists, LspConnection connection, ILogger<ListEndpoint> logger)
{
    [JsonRpcMethod("textDocument/completion", UseSingleObjectParameterDeserialization = true)]
    public Task<CompletionList> CompleteAsync(JsonElement parameters = default, CancellationToken cancellationToken = default)
    {
        CompletionParams? request = ParameterReader.Read(parameters, ProtocolJson.Default.CompletionParams, "completion", logger);
        return lists.IsOn && request is { TextDocument.Uri: not null, Position: not null }
            ? service.ListAsync(request, connection.CurrentAnswerWritten, cancellationToken)
            : Task.FromResult(CompletionList.Empty);
    }
}
