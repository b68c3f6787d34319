using System.Text.Json;
using Fathom.Completion;
using Fathom.Server.Acceptance;
using Fathom.Server.Debounce;
using Fathom.Server.Documents;
using Fathom.Server.Inline;
using Fathom.Server.Protocol;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>Keeps documents equal to the editor's. All methods run on the reader, in order.</summary>
internal sealed class DocumentEndpoint(
    DocumentStore documents,
    InlineCompletionService inline,
    AcceptanceTracker acceptance,
    AdaptiveDebounce debounce,
    RepositoryService repositories,
    PrefillScheduler prefill,
    ILogger<DocumentEndpoint> logger)
{
    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void DidOpen(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidOpenParams, "didOpen", logger) is { TextDocument: { } item })
        {
            OpenDocument document = documents.Open(item);
            prefill.Schedule(document, LikelyCursor.In(document.Text));
        }
    }

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void DidChange(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidChangeParams, "didChange", logger) is not { TextDocument.Uri: not null, ContentChanges: not null } change
            || !change.ContentChanges.All(each => each is { Text: not null }))
        {
            DropChanged(parameters);
            return;
        }

        try
        {
            string? before = documents.Find(change.TextDocument.Uri)?.Text;
            OpenDocument document = documents.Change(change);
            acceptance.Edit(document);
            debounce.Typed();
            if (EndOfChange(change.ContentChanges, before, document) is { } end)
            {
                repositories.Edited(document, end);
                prefill.Schedule(document, end);
            }
        }
        catch (InvalidDataException lost)
        {
            inline.Close(DocumentUri.KeyOf(change.TextDocument.Uri));
            logger.LogWarning("{Reason}; it is completed again after it is reopened", lost.Message);
        }
    }

    /// <summary>A document whose change cannot be read is another text now than the editor's: nothing is answered from it until it comes whole.</summary>
    private void DropChanged(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidCloseParams, "didChange", logger) is { TextDocument.Uri: { } uri })
        {
            documents.Close(uri);
            inline.Close(DocumentUri.KeyOf(uri));
        }
    }

    /// <summary>Where the last change ends. One that replaces the whole text, as some clients send them, has changed where the texts differ; null where they do not.</summary>
    private static int? EndOfChange(IReadOnlyList<TextChange> changes, string? before, OpenDocument now)
    {
        switch (changes)
        {
            case [.., { Range: { } range } last]:
                return Math.Min(now.Text.Length, now.Lines.OffsetOf(range.Start) + last.Text.Length);
            case [..] when before == now.Text:
                return null;
            case [..] when before is null:
                return LikelyCursor.In(now.Text);
            default:
                var edit = Acceptance.TextEdit.Between(before!, now.Text);
                return edit.Start + edit.Inserted.Length;
        }
    }

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public void DidClose(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidCloseParams, "didClose", logger) is { TextDocument: { } closed })
        {
            documents.Close(closed.Uri);
            prefill.Close(DocumentUri.KeyOf(closed.Uri));
            repositories.Closed(closed.Uri);
            inline.Close(DocumentUri.KeyOf(closed.Uri));
        }
    }

    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public void DidSave(JsonElement parameters)
    {
        if (ParameterReader.Read(parameters, ProtocolJson.Default.DidSaveParams, "didSave", logger) is { TextDocument: { } saved })
        {
            repositories.Changed(saved.Uri);
        }
    }
}
