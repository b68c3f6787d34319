using System.Text.Json.Serialization;

namespace Fathom.Server.Protocol;

/// <summary>Parameters of the request <c>workspace/applyEdit</c> to the client.</summary>
internal sealed record ApplyWorkspaceEditParams(string Label, WorkspaceEdit Edit);

/// <summary>Edits of many documents. Either <c>Changes</c> or <c>DocumentChanges</c>.</summary>
internal sealed record WorkspaceEdit(
    IReadOnlyDictionary<string, IReadOnlyList<AnnotatedTextEdit>>? Changes,
    IReadOnlyList<DocumentChange>? DocumentChanges,
    IReadOnlyDictionary<string, ChangeAnnotation>? ChangeAnnotations);

/// <summary>A <c>TextDocumentEdit</c>, or with a <c>Kind</c> a <c>CreateFile</c>, <c>RenameFile</c> or <c>DeleteFile</c>.</summary>
internal sealed record DocumentChange
{
    /// <summary>The document of a text edit.</summary>
    public OptionalVersionedTextDocumentIdentifier? TextDocument { get; init; }

    /// <summary>The edits of its text.</summary>
    public IReadOnlyList<AnnotatedTextEdit>? Edits { get; init; }

    /// <summary><c>create</c>, <c>rename</c> or <c>delete</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The file that is made or deleted.</summary>
    public string? Uri { get; init; }

    /// <summary>The file that gets another name.</summary>
    public string? OldUri { get; init; }

    /// <summary>Its new name.</summary>
    public string? NewUri { get; init; }

    /// <summary>How what happens to the file is shown.</summary>
    public string? AnnotationId { get; init; }
}

/// <summary>Names a document; the version is null for one that is not open.</summary>
internal sealed record OptionalVersionedTextDocumentIdentifier(string Uri, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Version);

/// <summary>One edit of a document.</summary>
internal sealed record AnnotatedTextEdit(Range Range, [property: JsonConverter(typeof(Utf16StringConverter))] string NewText, string? AnnotationId);

/// <summary>How a change is shown.</summary>
internal sealed record ChangeAnnotation(string Label, bool NeedsConfirmation, string? Description);
