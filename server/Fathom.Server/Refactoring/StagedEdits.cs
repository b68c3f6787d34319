using Fathom.Refactoring.Staging;

namespace Fathom.Server.Refactoring;

/// <summary>The last edits that were staged, by their identities. Safe for concurrent use.</summary>
internal sealed class StagedEdits
{
    private const int Most = 4;
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Id, string Folder, ChangeSet Changes)> _edits = new();
    private int _last;

    /// <summary>Keeps an edit, and lets go of the oldest.</summary>
    /// <returns>Its identity.</returns>
    public string Keep(string folder, ChangeSet changes)
    {
        lock (_lock)
        {
            string id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"edit-{++_last}");
            _edits.AddFirst((id, folder, changes));
            if (_edits.Count > Most)
            {
                _edits.RemoveLast();
            }

            return id;
        }
    }

    /// <summary>Takes an edit out, so that it is applied once; null where it is not kept any more.</summary>
    public (string Folder, ChangeSet Changes)? Take(string id)
    {
        lock (_lock)
        {
            for (var node = _edits.First; node is not null; node = node.Next)
            {
                if (node.Value.Id == id)
                {
                    _edits.Remove(node);
                    return (node.Value.Folder, node.Value.Changes);
                }
            }

            return null;
        }
    }
}
