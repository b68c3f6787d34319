namespace Fathom.Server.Protocol;

/// <summary>Parameters of <c>textDocument/completion</c>.</summary>
internal sealed record CompletionParams(TextDocumentIdentifier TextDocument, Position Position, CompletionContext? Context);

/// <summary>Why the client asks.</summary>
/// <param name="TriggerKind">1 invoked (typing counts as that too), 2 by a trigger character, 3 again for an incomplete list.</param>
internal sealed record CompletionContext(int? TriggerKind);

/// <summary>A list of items.</summary>
/// <param name="IsIncomplete">True when the client has to ask again while the user types on.</param>
/// <param name="Items">The items.</param>
internal sealed record CompletionList(bool IsIncomplete, IReadOnlyList<CompletionItem> Items)
{
    /// <summary>The list without items; typing on may bring one.</summary>
    public static CompletionList Empty { get; } = new(true, []);
}

/// <summary>An item of the completion list.</summary>
/// <param name="Label">What is shown.</param>
/// <param name="Kind">1 is text.</param>
/// <param name="Detail">Where it comes from.</param>
/// <param name="Preselect">True to select it first.</param>
/// <param name="FilterText">What is compared with the typed text.</param>
/// <param name="InsertTextFormat">1 is plain text.</param>
/// <param name="TextEdit">What is inserted, and where.</param>
/// <param name="Command">What the client runs after inserting.</param>
internal sealed record CompletionItem(
    string Label, int Kind, string Detail, bool Preselect, string FilterText, int InsertTextFormat, TextEdit TextEdit, Command Command);

/// <summary>A replacement of a part of a document.</summary>
internal sealed record TextEdit(Range Range, string NewText);

/// <summary>How the server offers completion lists.</summary>
/// <param name="DocumentSelector">Which documents; only where it is registered later.</param>
/// <param name="TriggerCharacters">Characters that make the client ask, besides those of words.</param>
/// <param name="ResolveProvider">True when items are completed by a second request.</param>
internal sealed record CompletionOptions(
    IReadOnlyList<DocumentFilter>? DocumentSelector, IReadOnlyList<string> TriggerCharacters, bool ResolveProvider);

/// <summary>Documents with a scheme.</summary>
internal sealed record DocumentFilter(string Scheme);
