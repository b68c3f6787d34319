namespace Fathom.Inference.TokenCache;

/// <summary>The positions of a segment that belong to texts which are neither removed nor the one that is left out.</summary>
internal readonly struct LivePositions : IPositionFilter
{
    private readonly CacheSegment? _removedFrom;
    private readonly int _start;
    private readonly int _end;

    /// <param name="segment">The segment.</param>
    /// <param name="leftOut">Path of a text that does not count; null for none.</param>
    public LivePositions(CacheSegment segment, string? leftOut)
    {
        _removedFrom = segment.HasRemoved ? segment : null;
        (_start, _end) = leftOut is null ? (0, 0) : segment.RangeOf(leftOut);
    }

    /// <inheritdoc/>
    public bool Counts(int position) => (position < _start || position >= _end) && _removedFrom?.IsRemoved(position) != true;
}
