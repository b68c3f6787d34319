using System.Text.Json;
using Fathom.Server.Hosting;
using Fathom.Server.Protocol;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>Folders and settings.</summary>
internal sealed class WorkspaceEndpoint(ServerSession session, SettingsService settings, ILogger<WorkspaceEndpoint> logger)
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
}
