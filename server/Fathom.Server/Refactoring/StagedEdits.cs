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

    /// <summary>An edit; null where it is not kept any more.</summary>
    public (string Folder, ChangeSet Changes)? Find(string id)
    {
        lock (_lock)
        {
            return _edits.Where(each => each.Id == id).Select(each => ((string, ChangeSet)?)(each.Folder, each.Changes)).FirstOrDefault();
        }
    }

    /// <summary>Lets go of an edit: it was applied, and is not applied twice.</summary>
    public void Remove(string id)
    {
        lock (_lock)
        {
            if (_edits.FirstOrDefault(each => each.Id == id) is { Id: not null } found)
            {
                _edits.Remove(found);
            }
        }
    }
}
