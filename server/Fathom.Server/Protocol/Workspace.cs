using System.Text.Json;

namespace Fathom.Server.Protocol;

/// <summary>Parameters of <c>workspace/didChangeConfiguration</c>.</summary>
internal sealed record DidChangeConfigurationParams(JsonElement? Settings);

/// <summary>Parameters of <c>workspace/didChangeWorkspaceFolders</c>.</summary>
internal sealed record DidChangeWorkspaceFoldersParams(WorkspaceFoldersChange Event);

/// <summary>Folders that came and went.</summary>
internal sealed record WorkspaceFoldersChange(IReadOnlyList<WorkspaceFolder> Added, IReadOnlyList<WorkspaceFolder> Removed);

/// <summary>Parameters of the request <c>workspace/configuration</c> to the client.</summary>
internal sealed record ConfigurationParams(IReadOnlyList<ConfigurationItem> Items);

/// <summary>A section of the client's settings.</summary>
internal sealed record ConfigurationItem(string Section);
