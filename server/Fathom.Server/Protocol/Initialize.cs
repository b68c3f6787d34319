using System.Text.Json;

namespace Fathom.Server.Protocol;

/// <summary>Parameters of <c>initialize</c>, as far as the server uses them.</summary>
internal sealed record InitializeParams(
    long? ProcessId,
    ClientInfo? ClientInfo,
    string? RootUri,
    IReadOnlyList<WorkspaceFolder>? WorkspaceFolders,
    JsonElement? InitializationOptions,
    ClientCapabilities? Capabilities);

/// <summary>Name and version of the editor.</summary>
internal sealed record ClientInfo(string Name, string? Version);

/// <summary>A folder open in the editor.</summary>
internal sealed record WorkspaceFolder(string Uri, string? Name);

/// <summary>What the client can do, as far as the server uses it.</summary>
internal sealed record ClientCapabilities(
    WorkspaceCapabilities? Workspace, TextDocumentCapabilities? TextDocument, WindowCapabilities? Window, ExperimentalCapabilities? Experimental);

/// <summary>The client's document capabilities.</summary>
/// <param name="InlineCompletion">Present when the client knows inline completion.</param>
/// <param name="Completion">Present when the client knows completion lists.</param>
internal sealed record TextDocumentCapabilities(JsonElement? InlineCompletion, ListCapabilities? Completion);

/// <summary>What the client can do with completion lists.</summary>
internal sealed record ListCapabilities(bool? DynamicRegistration);

/// <summary>The client's workspace capabilities.</summary>
internal sealed record WorkspaceCapabilities(bool? Configuration, WatchedFilesCapabilities? DidChangeWatchedFiles, WorkspaceEditCapabilities? WorkspaceEdit);

/// <summary>What the client can do with edits of many files.</summary>
/// <param name="DocumentChanges">Whether it takes <c>documentChanges</c>.</param>
/// <param name="ResourceOperations">What it can do with files: <c>create</c>, <c>rename</c>, <c>delete</c>.</param>
/// <param name="ChangeAnnotationSupport">Present when it asks the user about annotated edits.</param>
internal sealed record WorkspaceEditCapabilities(bool? DocumentChanges, IReadOnlyList<string>? ResourceOperations, JsonElement? ChangeAnnotationSupport);

/// <summary>Whether the client watches files for servers that ask for it.</summary>
internal sealed record WatchedFilesCapabilities(bool? DynamicRegistration);

/// <summary>The client's window capabilities.</summary>
internal sealed record WindowCapabilities(bool? WorkDoneProgress);

/// <summary>Capabilities outside the standard.</summary>
internal sealed record ExperimentalCapabilities(JsonElement? Fathom);

/// <summary>Answer to <c>initialize</c>.</summary>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>Name and version of this server.</summary>
internal sealed record ServerInfo(string Name, string Version);

/// <summary>What this server can do.</summary>
internal sealed record ServerCapabilities(
    string PositionEncoding,
    TextDocumentSyncOptions TextDocumentSync,
    bool InlineCompletionProvider,
    CompletionOptions? CompletionProvider,
    ExecuteCommandOptions ExecuteCommandProvider,
    WorkspaceServerCapabilities Workspace,
    ServerExperimentalCapabilities Experimental);

/// <summary>How documents are kept equal.</summary>
internal sealed record TextDocumentSyncOptions(bool OpenClose, int Change, bool Save);

/// <summary>Commands the server executes.</summary>
internal sealed record ExecuteCommandOptions(IReadOnlyList<string> Commands);

/// <summary>The server's workspace capabilities.</summary>
internal sealed record WorkspaceServerCapabilities(WorkspaceFoldersServerCapabilities WorkspaceFolders);

/// <summary>What the server does with workspace folders.</summary>
internal sealed record WorkspaceFoldersServerCapabilities(bool Supported, bool ChangeNotifications);

/// <summary>Server capabilities outside the standard.</summary>
internal sealed record ServerExperimentalCapabilities(FathomCapabilities Fathom);

/// <summary>The extensions of this server.</summary>
internal sealed record FathomCapabilities(bool Status, bool ExplainLast, bool Statistics);
