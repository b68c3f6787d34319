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

/// <summary>Parameters of <c>workspace/didChangeWatchedFiles</c>.</summary>
internal sealed record DidChangeWatchedFilesParams(IReadOnlyList<FileEvent> Changes);

/// <summary>A file that was created (1), changed (2) or deleted (3).</summary>
internal sealed record FileEvent(string Uri, int Type);

/// <summary>Parameters of the request <c>client/registerCapability</c> to the client.</summary>
internal sealed record RegistrationParams(IReadOnlyList<Registration> Registrations);

/// <summary>A capability that comes later than the answer to <c>initialize</c>.</summary>
/// <param name="Id">Identity of the registration.</param>
/// <param name="Method">What is registered.</param>
/// <param name="RegisterOptions"><see cref="WatchedFilesOptions"/> or <see cref="CompletionOptions"/>, as the method has it.</param>
internal sealed record Registration(string Id, string Method, object RegisterOptions);

/// <summary>Which files are watched.</summary>
internal sealed record WatchedFilesOptions(IReadOnlyList<FileSystemWatcherOptions> Watchers);

/// <summary>A glob pattern of files.</summary>
internal sealed record FileSystemWatcherOptions(string GlobPattern);
