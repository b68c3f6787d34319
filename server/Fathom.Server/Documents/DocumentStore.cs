using System.Collections.Concurrent;
using Fathom.Server.Protocol;

namespace Fathom.Server.Documents;

/// <summary>The documents open in the editor. Changed by one thread, in the order of the messages; read by any.</summary>
internal sealed class DocumentStore
{
    private readonly ConcurrentDictionary<string, OpenDocument> _open = new(StringComparer.Ordinal);

    /// <summary>The documents open now.</summary>
    public ICollection<OpenDocument> All => _open.Values;

    /// <summary>The open document at an address, in any spelling; null when it is not open or its copy was lost.</summary>
    public OpenDocument? Find(string uri) => _open.GetValueOrDefault(DocumentUri.KeyOf(uri));

    /// <summary>The open document of a key; null when it is not open or its copy was lost.</summary>
    public OpenDocument? WithKey(string key) => _open.GetValueOrDefault(key);

    /// <summary>Takes a document that was opened.</summary>
    public OpenDocument Open(TextDocumentItem item)
    {
        string key = DocumentUri.KeyOf(item.Uri);
        return _open[key] = new OpenDocument(item.Uri, key, item.LanguageId ?? "", item.Version, item.Text);
    }

    /// <summary>Applies changes, each to the text that the one before left.</summary>
    /// <exception cref="InvalidDataException">
    /// The document is not open or a range is impossible. The copy is dropped then, until a full text or the next opening brings it back.
    /// </exception>
    public OpenDocument Change(DidChangeParams change)
    {
        string key = DocumentUri.KeyOf(change.TextDocument.Uri);
        OpenDocument? document = _open.GetValueOrDefault(key);
        if (document is null && change.ContentChanges is [{ Range: null }, ..])
        {
            document = new OpenDocument(change.TextDocument.Uri, key, "", change.TextDocument.Version, "");
        }

        if (document is null)
        {
            throw new InvalidDataException($"a change names {change.TextDocument.Uri}, which is not open");
        }

        try
        {
            document = document.With(change.ContentChanges);
        }
        catch (InvalidDataException)
        {
            _open.TryRemove(key, out _);
            throw;
        }

        return _open[key] = document with { Version = change.TextDocument.Version };
    }

    /// <summary>Drops a document that was closed.</summary>
    public void Close(string uri) => _open.TryRemove(DocumentUri.KeyOf(uri), out _);
}
