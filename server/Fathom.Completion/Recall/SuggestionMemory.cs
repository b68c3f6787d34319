using Fathom.Completion.Cursor;

namespace Fathom.Completion.Recall;

/// <summary>Remembers the latest suggestions, so that typing along (or back) is answered without the model. Safe for concurrent use.</summary>
internal sealed class SuggestionMemory
{
    private const int Capacity = 24;
    private readonly LinkedList<RememberedSuggestion> _latest = new();
    private readonly Lock _lock = new();

    /// <summary>Remembers what was suggested at a cursor.</summary>
    public void Add(CursorContext cursor, Suggestion suggestion)
    {
        lock (_lock)
        {
            _latest.AddFirst(new RememberedSuggestion(cursor.Document.Id, cursor.Document.Text, cursor.Offset, cursor.LineEnd, suggestion));
            if (_latest.Count > Capacity)
            {
                _latest.RemoveLast();
            }
        }
    }

    /// <summary>Forgets the suggestions of a document.</summary>
    public void Forget(string documentId)
    {
        lock (_lock)
        {
            for (var node = _latest.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.DocumentId == documentId)
                {
                    _latest.Remove(node);
                }

                node = next;
            }
        }
    }

    /// <summary>Forgets all suggestions.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _latest.Clear();
        }
    }

    /// <summary>The latest suggestion that the text typed since its time still agrees with, or null.</summary>
    public RecalledText? Find(CursorContext cursor)
    {
        lock (_lock)
        {
            foreach (RememberedSuggestion remembered in _latest)
            {
                if (remembered.DocumentId == cursor.Document.Id && TypeThrough.Remainder(remembered, cursor) is string remainder)
                {
                    return new RecalledText(remainder, remembered.Suggestion);
                }
            }
        }

        return null;
    }
}
