using System.Text.Json;
using Fathom.Server.Commands;
using Fathom.Server.Hosting;
using Fathom.Server.Lists;
using Fathom.Server.Protocol;
using Fathom.Server.Rpc;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>The life cycle: <c>initialize</c>, <c>initialized</c>, <c>shutdown</c>, <c>exit</c>.</summary>
internal sealed class LifecycleEndpoint(
    ServerSession session,
    SettingsService settings,
    ListSwitch lists,
    Lifecycle lifecycle,
    StartUp startUp,
    LspConnection connection,
    ILogger<LifecycleEndpoint> logger)
{
    private const int Incremental = 2;

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(JsonElement parameters = default)
    {
        InitializeParams? client = ParameterReader.Read(parameters, ProtocolJson.Default.InitializeParams, "initialize", logger);
        if (client is not null)
        {
            session.Take(client);
            settings.Start(client.InitializationOptions);
            logger.LogInformation("client {Name} {Version}", client.ClientInfo?.Name, client.ClientInfo?.Version);
        }

        startUp.Begin(client?.ProcessId, connection.CurrentAnswerWritten);
        return new InitializeResult(
            new ServerCapabilities(
                "utf-16",
                new TextDocumentSyncOptions(OpenClose: true, Incremental, Save: true),
                InlineCompletionProvider: true,
                lists.OfferAtStart(),
                new ExecuteCommandOptions(CommandNames.All),
                new WorkspaceServerCapabilities(new WorkspaceFoldersServerCapabilities(Supported: true, ChangeNotifications: true)),
                new ServerExperimentalCapabilities(new FathomCapabilities(Status: true, ExplainLast: true, Statistics: true))),
            new ServerInfo("fathom", ProductVersion.Text));
    }

    [JsonRpcMethod("initialized", UseSingleObjectParameterDeserialization = true)]
    public void Initialized(JsonElement parameters = default)
    {
        settings.Changed += lists.OfferLater;
        startUp.Announce();
    }

    [JsonRpcMethod("shutdown")]
    public object? Shutdown()
    {
        logger.LogInformation("shut down");
        return null;
    }

    [JsonRpcMethod("exit")]
    public void Exit() => lifecycle.End();
}
