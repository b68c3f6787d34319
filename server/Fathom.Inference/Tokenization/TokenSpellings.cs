namespace Fathom.Inference.Tokenization;

/// <summary>The text tokens of a vocabulary in the order of their bytes, so that those which begin with given bytes are neighbours.</summary>
internal sealed class TokenSpellings
{
    private readonly byte[][] _bytes;
    private readonly int[] _ids;

    /// <param name="bytes">Bytes by id; ids without bytes are left out.</param>
    /// <param name="controls">Ids that are no text.</param>
    public TokenSpellings(byte[][] bytes, IEnumerable<int> controls)
    {
        HashSet<int> leftOut = [.. controls];
        _bytes = bytes;
        _ids = [.. Enumerable.Range(0, bytes.Length).Where(id => bytes[id].Length > 0 && !leftOut.Contains(id))];
        Array.Sort(_ids, (a, b) => bytes[a].AsSpan().SequenceCompareTo(bytes[b]));
    }

    /// <summary>The ids whose bytes begin with <paramref name="start"/>, itself included.</summary>
    public ReadOnlySpan<int> BeginningWith(ReadOnlySpan<byte> start)
    {
        int first = LowerBound(start);
        int last = first;
        int high = _ids.Length;
        while (last < high)
        {
            int middle = (last + high) / 2;
            if (_bytes[_ids[middle]].AsSpan().StartsWith(start))
            {
                last = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return _ids.AsSpan(first, last - first);
    }

    /// <summary>Appends the ids whose bytes are a beginning of <paramref name="text"/>, shorter than it, shortest first.</summary>
    public void AddBeginningsOf(ReadOnlySpan<byte> text, List<int> ids)
    {
        for (int length = 1; length < text.Length; length++)
        {
            int index = LowerBound(text[..length]);
            while (index < _ids.Length && _bytes[_ids[index]].AsSpan().SequenceEqual(text[..length]))
            {
                ids.Add(_ids[index++]);
            }
        }
    }

    private int LowerBound(ReadOnlySpan<byte> key)
    {
        int low = 0;
        int high = _ids.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_bytes[_ids[middle]].AsSpan().SequenceCompareTo(key) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
