using System.Text.Json;
using Fathom.Completion;
using Fathom.Server.Configuration;
using Fathom.Server.Documents;
using Fathom.Server.Protocol;

namespace Fathom.Server.Hosting;

/// <summary>What the client has told about itself. Written by the reader, read by any thread.</summary>
internal sealed class ServerSession
{
    private volatile ServerSettings _settings = ServerSettings.Default;
    private volatile IReadOnlyList<string> _folders = [];

    /// <summary>The settings now.</summary>
    public ServerSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>Addresses of the open folders.</summary>
    public IReadOnlyList<string> Folders
    {
        get => _folders;
        set => _folders = value;
    }

    /// <summary>True when the client answers <c>workspace/configuration</c>.</summary>
    public bool CanPullConfiguration { get; private set; }

    /// <summary>True when the client knows inline completion.</summary>
    public bool HasInlineCompletion { get; private set; }

    /// <summary>True when completion lists can be registered after <c>initialize</c>.</summary>
    public bool CanRegisterLists { get; private set; }

    /// <summary>True when the client shows work-done progress that the server starts.</summary>
    public bool CanShowProgress { get; private set; }

    /// <summary>True when the client watches files for the server.</summary>
    public bool CanWatchFiles { get; private set; }

    /// <summary>True when the client takes edits with versions of documents and renamed files.</summary>
    public bool TakesDocumentChanges { get; private set; }

    /// <summary>True when the client asks the user about annotated edits.</summary>
    public bool TakesChangeAnnotations { get; private set; }

    /// <summary>True when the client renames files as a part of an edit.</summary>
    public bool RenamesFiles { get; private set; }

    /// <summary>True when the client makes files as a part of an edit.</summary>
    public bool CreatesFiles { get; private set; }

    /// <summary>True when the client deletes files as a part of an edit.</summary>
    public bool DeletesFiles { get; private set; }

    /// <summary>True when the client wants <c>fathom/didChangeStatus</c>.</summary>
    public bool WantsStatus { get; private set; }

    /// <summary>Takes what <c>initialize</c> says, except settings.</summary>
    public void Take(InitializeParams parameters)
    {
        CanPullConfiguration = parameters.Capabilities?.Workspace?.Configuration ?? false;
        CanWatchFiles = parameters.Capabilities?.Workspace?.DidChangeWatchedFiles?.DynamicRegistration ?? false;
        HasInlineCompletion = parameters.Capabilities?.TextDocument?.InlineCompletion is { ValueKind: JsonValueKind.Object or JsonValueKind.True };
        CanRegisterLists = parameters.Capabilities?.TextDocument?.Completion?.DynamicRegistration ?? false;
        CanShowProgress = parameters.Capabilities?.Window?.WorkDoneProgress ?? false;
        WorkspaceEditCapabilities? edits = parameters.Capabilities?.Workspace?.WorkspaceEdit;
        TakesDocumentChanges = edits?.DocumentChanges ?? false;
        TakesChangeAnnotations = edits?.ChangeAnnotationSupport is { ValueKind: JsonValueKind.Object };
        RenamesFiles = edits?.ResourceOperations?.Contains("rename") ?? false;
        CreatesFiles = TakesDocumentChanges && edits?.ResourceOperations?.Contains("create") == true;
        DeletesFiles = TakesDocumentChanges && edits?.ResourceOperations?.Contains("delete") == true;
        WantsStatus = parameters.Capabilities?.Experimental?.Fathom is { ValueKind: JsonValueKind.Object or JsonValueKind.True };
        Folders = parameters.WorkspaceFolders is { Count: > 0 } folders
            ? [.. folders.Select(folder => folder.Uri)]
            : parameters.RootUri is { } root ? [root] : [];
    }

    /// <summary>A document as the completion pipeline sees it.</summary>
    public CompletionDocument Describe(OpenDocument document) => new(
        document.Key,
        DocumentUri.RelativePath(document.Uri, Folders),
        DocumentUri.SchemeOf(document.Uri),
        document.LanguageId,
        document.Text)
    {
        Key = document.Key,
    };
}
