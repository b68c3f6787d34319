using System.Text.Json;
using Fathom.Server.Acceptance;
using Fathom.Server.Protocol;
using Fathom.Server.Statistics;
using Fathom.Server.Status;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>Fathom's own requests: what the server is doing, why nothing was shown, and what suggestions were good for.</summary>
internal sealed class StatusEndpoint(StatusReport status, AcceptanceTracker acceptance, UsageStore usage, ILogger<StatusEndpoint> logger)
{
    private const int Explained = 20;

    [JsonRpcMethod("fathom/status", UseSingleObjectParameterDeserialization = true)]
    public FathomStatus Status(JsonElement parameters = default) =>
        DocumentIn(parameters, "fathom/status") is { } uri ? status.Now(uri) : status.Now();

    [JsonRpcMethod("fathom/explainLast", UseSingleObjectParameterDeserialization = true)]
    public Explanation ExplainLast(JsonElement parameters = default) => status.Explain(Explained, DocumentIn(parameters, "fathom/explainLast"));

    [JsonRpcMethod("fathom/statistics", UseSingleObjectParameterDeserialization = true)]
    public async Task<FathomStatistics> StatisticsAsync(JsonElement parameters = default)
    {
        acceptance.Refresh();
        return StatisticsReport.Of(await usage.SaveAsync());
    }

    private string? DocumentIn(JsonElement parameters, string method) => parameters.ValueKind == JsonValueKind.Object
        ? ParameterReader.Read(parameters, ProtocolJson.Default.AboutParams, method, logger)?.TextDocument?.Uri
        : null;
}
