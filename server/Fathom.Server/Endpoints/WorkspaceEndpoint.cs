using System.Text.Json;
using Fathom.Server.Hosting;
using Fathom.Server.Inline;
using Fathom.Server.Protocol;
using Fathom.Server.Status;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>Folders, settings and commands.</summary>
internal sealed class WorkspaceEndpoint(ServerSession session, SettingsService settings, RequestJournal journal, ILogger<WorkspaceEndpoint> logger)
{
    [JsonRpcMethod("workspace/didChangeWorkspaceFolders", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeFolders(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidChangeWorkspaceFoldersParams, "didChangeWorkspaceFolders", logger) is { Event: { } change })
        {
            var removed = change.Removed.Select(folder => folder.Uri).ToHashSet(StringComparer.Ordinal);
            session.Folders = [.. session.Folders.Where(folder => !removed.Contains(folder)), .. change.Added.Select(folder => folder.Uri)];
        }
    }

    [JsonRpcMethod("workspace/didChangeConfiguration", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeConfiguration(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidChangeConfigurationParams, "didChangeConfiguration", logger) is { } change)
        {
            settings.Change(change.Settings);
        }
    }

    [JsonRpcMethod("workspace/executeCommand", UseSingleObjectParameterDeserialization = true)]
    public object? Execute(JsonElement parameters)
    {
        ExecuteCommandParams? request = ParameterReader.Read(parameters, ProtocolJson.Default.ExecuteCommandParams, "executeCommand", logger);
        if (request?.Command != InlineItems.AcceptedCommand)
        {
            throw new LocalRpcException($"the command {request?.Command} is unknown; known is {InlineItems.AcceptedCommand}") { ErrorCode = -32602 };
        }

        if (request.Arguments is [{ ValueKind: JsonValueKind.String } id, ..])
        {
            logger.LogInformation("{Id} accepted{Note}", id.GetString(), journal.Accept(id.GetString()!) ? "" : ", but not remembered");
        }

        return null;
    }
}
