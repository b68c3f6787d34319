using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.CSharp;

/// <summary>How often each identifier is written, file by file. Safe for concurrent use.</summary>
internal sealed class NameCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<int> _totals = [];
    private readonly Dictionary<string, (int Id, int Count)[]> _files = new(StringComparer.Ordinal);

    /// <summary>How often a name is written; 0 for one that is not.</summary>
    public int this[string name]
    {
        get
        {
            lock (_lock)
            {
                return _ids.TryGetValue(name, out int id) ? _totals[id] : 0;
            }
        }
    }

    /// <summary>Counts a file, in place of what was counted under its path before.</summary>
    public void Set(string path, SyntaxNode root)
    {
        IEnumerable<KeyValuePair<string, int>> names = root.DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .CountBy(token => token.ValueText, StringComparer.Ordinal);
        lock (_lock)
        {
            Remove(path);
            _files[path] = [.. names.Select(name => (IdOf(name.Key), name.Value))];
            Add(path, times: 1);
        }
    }

    /// <summary>Forgets a file.</summary>
    public void Remove(string path)
    {
        lock (_lock)
        {
            Add(path, times: -1);
            _files.Remove(path);
        }
    }

    /// <summary>Forgets every file whose path is not among some.</summary>
    public void RemoveExcept<T>(IReadOnlyDictionary<string, T> paths)
    {
        lock (_lock)
        {
            foreach (string gone in _files.Keys.Where(path => !paths.ContainsKey(path)).ToArray())
            {
                Remove(gone);
            }
        }
    }

    private void Add(string path, int times)
    {
        foreach ((int id, int count) in _files.GetValueOrDefault(path) ?? [])
        {
            _totals[id] += times * count;
        }
    }

    private int IdOf(string name)
    {
        if (!_ids.TryGetValue(name, out int id))
        {
            id = _ids[name] = _totals.Count;
            _totals.Add(0);
        }

        return id;
    }
}
