namespace Fathom.Operators.Sequences;

/// <summary>What one compressor of a layer keeps: the entries, and the raw rows of recent tokens.</summary>
internal sealed class CompressorState
{
    internal CompressorState(int width, bool isOverlapped, RowLayout layout)
        : this(isOverlapped, new RowStore(2 * (isOverlapped ? 2 : 1) * RowStore.PaddedWidth(width), RowLayout.Rows), new RowStore(width, layout))
    {
    }

    private CompressorState(bool isOverlapped, RowStore raw, RowStore entries)
    {
        IsOverlapped = isOverlapped;
        Raw = raw;
        Entries = entries;
    }

    /// <summary>Whether an entry also pools the previous window.</summary>
    internal bool IsOverlapped { get; }

    /// <summary>
    /// Per token the values, then the gates with the position bias added; each as one part, or as the lower and the upper half where windows overlap.
    /// Every part is padded with zeros to a multiple of 32 floats.
    /// </summary>
    internal RowStore Raw { get; }

    /// <summary>The entries, normalised and rotated.</summary>
    internal RowStore Entries { get; }

    /// <summary>Bytes held.</summary>
    internal long Bytes => Raw.Bytes + Entries.Bytes;

    /// <summary>The earliest position after 0 whose open window, and the one before it where windows overlap, are still there in raw form.</summary>
    internal int EarliestRewind(int ratio) =>
        Raw.First == 0 ? 0 : ((Raw.First + ratio - 1) / ratio + (IsOverlapped ? 1 : 0)) * ratio;

    /// <summary>Drops everything from <paramref name="position"/> on.</summary>
    internal void Truncate(int position, int ratio)
    {
        Raw.Truncate(position);
        Entries.Truncate(position / ratio);
    }

    /// <summary>Drops the raw rows that no rewind to <paramref name="position"/> or later needs.</summary>
    internal void Trim(int position, int ratio) => Raw.DropBefore((position / ratio - (IsOverlapped ? 1 : 0)) * ratio);

    /// <summary>A state with the same content, which shares this one's pages.</summary>
    internal CompressorState Fork() => new(IsOverlapped, Raw.Fork(), Entries.Fork());
}
