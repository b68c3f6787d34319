using System.Text.Json;
using Fathom.Server.Hosting;
using Fathom.Server.Inline;
using Fathom.Server.Models;
using Fathom.Server.Protocol;
using Fathom.Server.Status;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>Fathom's own requests: what the server is doing, and why nothing was shown.</summary>
internal sealed class StatusEndpoint(ServerSession session, ModelHost models, InlineCompletionService inline, RequestJournal journal)
{
    private const int Explained = 20;

    [JsonRpcMethod("fathom/status", UseSingleObjectParameterDeserialization = true)]
    public FathomStatus Status(JsonElement parameters = default) =>
        StatusReport.Of(models.State, session.Settings.Completion, journal, inline.ModelCalls, inline.IsBusy);

    [JsonRpcMethod("fathom/explainLast", UseSingleObjectParameterDeserialization = true)]
    public Explanation ExplainLast(JsonElement parameters = default) => StatusReport.Explain(journal, Explained);
}
