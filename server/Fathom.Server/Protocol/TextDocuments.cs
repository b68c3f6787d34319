using System.Text.Json.Serialization;

namespace Fathom.Server.Protocol;

/// <summary>Names a document.</summary>
internal sealed record TextDocumentIdentifier(string Uri);

/// <summary>Names a document and the version after a change.</summary>
internal sealed record VersionedTextDocumentIdentifier(string Uri, long Version);

/// <summary>A document that is opened.</summary>
internal sealed record TextDocumentItem(string Uri, string? LanguageId, long Version, [property: JsonConverter(typeof(Utf16StringConverter))] string Text);

/// <summary>Parameters of <c>textDocument/didOpen</c>.</summary>
internal sealed record DidOpenParams(TextDocumentItem TextDocument);

/// <summary>One change; without a range it replaces the whole text.</summary>
internal sealed record TextChange(Range? Range, [property: JsonConverter(typeof(Utf16StringConverter))] string Text);

/// <summary>Parameters of <c>textDocument/didChange</c>.</summary>
internal sealed record DidChangeParams(VersionedTextDocumentIdentifier TextDocument, IReadOnlyList<TextChange> ContentChanges);

/// <summary>Parameters of <c>textDocument/didClose</c>.</summary>
internal sealed record DidCloseParams(TextDocumentIdentifier TextDocument);

/// <summary>Parameters of <c>textDocument/didSave</c>.</summary>
internal sealed record DidSaveParams(TextDocumentIdentifier TextDocument);
