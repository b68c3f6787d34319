using System.Text.Json;
using Fathom.Server.Hosting;
using Fathom.Server.Protocol;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>Folders, files and settings.</summary>
internal sealed class WorkspaceEndpoint(
    ServerSession session, SettingsService settings, RepositoryService repositories, CompilerHost compiler, ILogger<WorkspaceEndpoint> logger)
{
    [JsonRpcMethod("workspace/didChangeWorkspaceFolders", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeFolders(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidChangeWorkspaceFoldersParams, "didChangeWorkspaceFolders", logger) is { Event: { } change })
        {
            var removed = change.Removed.Select(folder => folder.Uri).ToHashSet(StringComparer.Ordinal);
            session.Folders = [.. session.Folders.Where(folder => !removed.Contains(folder)), .. change.Added.Select(folder => folder.Uri)];
            _ = Task.Run(repositories.OpenFoldersAsync);
            compiler.FoldersChanged();
        }
    }

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeWatchedFiles(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidChangeWatchedFilesParams, "didChangeWatchedFiles", logger) is { Changes: { } changes })
        {
            foreach (FileEvent change in changes)
            {
                repositories.Changed(change.Uri);
            }
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
