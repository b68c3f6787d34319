using System.Text.Json.Serialization;

namespace Fathom.Server.Protocol;

/// <summary>Parameters of the request <c>workspace/applyEdit</c> to the client.</summary>
internal sealed record ApplyWorkspaceEditParams(string Label, WorkspaceEdit Edit);

/// <summary>Edits of many documents. Either <c>Changes</c> or <c>DocumentChanges</c>.</summary>
internal sealed record WorkspaceEdit(
    IReadOnlyDictionary<string, IReadOnlyList<AnnotatedTextEdit>>? Changes,
    IReadOnlyList<DocumentChange>? DocumentChanges,
    IReadOnlyDictionary<string, ChangeAnnotation>? ChangeAnnotations);

/// <summary>A <c>TextDocumentEdit</c>, or with <paramref name="Kind"/> <c>rename</c> a <c>RenameFile</c>.</summary>
internal sealed record DocumentChange(
    OptionalVersionedTextDocumentIdentifier? TextDocument,
    IReadOnlyList<AnnotatedTextEdit>? Edits,
    string? Kind,
    string? OldUri,
    string? NewUri,
    string? AnnotationId);

/// <summary>Names a document; the version is null for one that is not open.</summary>
internal sealed record OptionalVersionedTextDocumentIdentifier(string Uri, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? Version);

/// <summary>One edit of a document.</summary>
internal sealed record AnnotatedTextEdit(Range Range, [property: JsonConverter(typeof(Utf16StringConverter))] string NewText, string? AnnotationId);

/// <summary>How a change is shown.</summary>
internal sealed record ChangeAnnotation(string Label, bool NeedsConfirmation, string? Description);
