using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fathom.Server.Protocol;

/// <summary>Parameters of <c>textDocument/inlineCompletion</c>.</summary>
internal sealed record InlineCompletionParams(TextDocumentIdentifier TextDocument, Position Position, InlineCompletionContext? Context);

/// <summary>Why the client asks.</summary>
/// <param name="TriggerKind">1 invoked, 2 automatic; 0 invoked and 1 automatic in old clients.</param>
/// <param name="SelectedCompletionInfo">The selected entry of the completion list.</param>
internal sealed record InlineCompletionContext(int? TriggerKind, SelectedCompletionInfo? SelectedCompletionInfo);

/// <summary>The entry selected in the completion list: what would be replaced and by what.</summary>
internal sealed record SelectedCompletionInfo([property: JsonConverter(typeof(RangeOrPairConverter))] Range Range, string Text);

/// <summary>A list of items; empty rather than null.</summary>
internal sealed record InlineCompletionList(IReadOnlyList<InlineCompletionItem> Items)
{
    /// <summary>The list without items.</summary>
    public static InlineCompletionList Empty { get; } = new([]);
}

/// <summary>One suggestion.</summary>
internal sealed record InlineCompletionItem(string InsertText, Range Range, Command Command);

/// <summary>A command that the client runs after inserting.</summary>
internal sealed record Command(string Title, [property: JsonPropertyName("command")] string Name, IReadOnlyList<string> Arguments);

/// <summary>Parameters of <c>workspace/executeCommand</c>.</summary>
internal sealed record ExecuteCommandParams(string Command, IReadOnlyList<JsonElement>? Arguments);
