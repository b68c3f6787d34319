namespace Fathom.Inference.TokenCache;

/// <summary>Some texts and their index; immutable. A text that was replaced or removed stays in the index, marked.</summary>
internal sealed class CacheSegment
{
    private readonly string[] _paths;
    private readonly Dictionary<string, int> _texts;
    private readonly int[] _starts;
    private readonly bool[] _removed;

    private CacheSegment(ContextIndex index, string[] paths, Dictionary<string, int> texts, int[] starts, bool[] removed)
    {
        (Index, _paths, _texts, _starts, _removed) = (index, paths, texts, starts, removed);
        for (int i = 0; i < paths.Length; i++)
        {
            LiveTokens += removed[i] ? 0 : LengthOf(i);
        }
    }

    /// <summary>The index of all texts, the removed ones included.</summary>
    public ContextIndex Index { get; }

    /// <summary>Tokens of the texts that are not removed.</summary>
    public int LiveTokens { get; }

    /// <summary>Tokens of all texts.</summary>
    public int AllTokens => Index.Tokens.Length - _paths.Length;

    /// <summary>True when a text is marked as removed.</summary>
    public bool HasRemoved => LiveTokens < AllTokens;

    /// <summary>The texts that are not removed.</summary>
    public IEnumerable<TokenText> Texts => Enumerable.Range(0, _paths.Length).Where(i => !_removed[i]).Select(i => new TokenText(_paths[i], Index.Memory.Slice(_starts[i], LengthOf(i))));

    /// <summary>Makes a segment of texts with different paths.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static CacheSegment Build(IReadOnlyList<TokenText> texts, int threads, CancellationToken cancellationToken)
    {
        int[] tokens = GC.AllocateUninitializedArray<int>(texts.Sum(text => text.Tokens.Length + 1));
        int[] starts = new int[texts.Count];
        int next = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            starts[i] = next;
            texts[i].Tokens.Span.CopyTo(tokens.AsSpan(next));
            next += texts[i].Tokens.Length;
            tokens[next++] = ContextIndex.Separator;
        }

        string[] paths = [.. texts.Select(text => text.Path)];
        Dictionary<string, int> byPath = paths.Index().ToDictionary(path => path.Item, path => path.Index, StringComparer.Ordinal);
        return new CacheSegment(ContextIndex.Build(tokens, threads, cancellationToken), paths, byPath, starts, new bool[texts.Count]);
    }

    /// <summary>The segment with some texts marked as removed; the segment itself where it has none of them.</summary>
    public CacheSegment Without(IEnumerable<string> paths)
    {
        bool[]? removed = null;
        foreach (string path in paths)
        {
            if (Find(path) is >= 0 and var text)
            {
                removed ??= [.. _removed];
                removed[text] = true;
            }
        }

        return removed is null ? this : new CacheSegment(Index, _paths, _texts, _starts, removed);
    }

    /// <summary>Where a text that is not removed stands in the index's tokens; an empty range where there is none.</summary>
    public (int Start, int End) RangeOf(string path) => Find(path) is >= 0 and var text ? (_starts[text], _starts[text] + LengthOf(text)) : (0, 0);

    /// <summary>True when the position belongs to a removed text.</summary>
    public bool IsRemoved(int position)
    {
        int text = _starts.AsSpan().BinarySearch(position);
        return _removed[text >= 0 ? text : ~text - 1];
    }

    private int Find(string path) => _texts.TryGetValue(path, out int text) && !_removed[text] ? text : -1;

    private int LengthOf(int text) => (text + 1 < _starts.Length ? _starts[text + 1] : Index.Tokens.Length) - _starts[text] - 1;
}
