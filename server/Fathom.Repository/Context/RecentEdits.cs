namespace Fathom.Repository.Context;

/// <summary>Where the user has typed lately, the latest first; one place a file.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class RecentEdits
{
    private const int Most = 8;
    private readonly Lock _lock = new();
    private readonly LinkedList<RecentEdit> _latest = new();

    /// <summary>Remembers an edit.</summary>
    /// <param name="path">The file, relative to the repository.</param>
    /// <param name="line">The line of the edit, from 0.</param>
    public void Add(string path, int line)
    {
        lock (_lock)
        {
            Forget(path);
            _latest.AddFirst(new RecentEdit(path, line));
            if (_latest.Count > Most)
            {
                _latest.RemoveLast();
            }
        }
    }

    /// <summary>The latest edits of files other than one, the latest first.</summary>
    public IReadOnlyList<RecentEdit> Except(string path)
    {
        lock (_lock)
        {
            return [.. _latest.Where(edit => edit.Path != path)];
        }
    }

    private void Forget(string path)
    {
        for (LinkedListNode<RecentEdit>? node = _latest.First; node is not null; node = node.Next)
        {
            if (node.Value.Path == path)
            {
                _latest.Remove(node);
                return;
            }
        }
    }
}
