namespace Fathom.Operators.Sequences;

/// <summary>
/// The attention state of one layer and sequence. Keys and entries are as attention reads them (normalised and rotated); raw rows are what the
/// compressors still need to close windows, and what a rewind needs to close them again.
/// </summary>
internal sealed class LayerState
{
    private int _isRunning;

    internal LayerState(LayerShape shape)
        : this(
            shape,
            new RowStore(shape.Width, RowLayout.RowsAndPanels),
            shape.Ratio > 0 ? new CompressorState(shape.Width, shape.IsOverlapped, RowLayout.RowsAndPanels) : null,
            shape.IndexWidth > 0 ? new CompressorState(shape.IndexWidth, isOverlapped: true, RowLayout.Panels) : null)
    {
    }

    private LayerState(LayerShape shape, RowStore keys, CompressorState? compressor, CompressorState? indexer)
    {
        Shape = shape;
        Keys = keys;
        Compressor = compressor;
        Indexer = indexer;
    }

    internal LayerShape Shape { get; }

    /// <summary>The window's shared key and value rows, one per token.</summary>
    internal RowStore Keys { get; }

    /// <summary>The compressed entries; null in a layer with a window only.</summary>
    internal CompressorState? Compressor { get; }

    /// <summary>The indexer's entries; null without an indexer.</summary>
    internal CompressorState? Indexer { get; }

    /// <summary>Number of tokens appended.</summary>
    internal int Count => Keys.Count;

    /// <summary>Bytes held.</summary>
    internal long Bytes => Keys.Bytes + (Compressor?.Bytes ?? 0) + (Indexer?.Bytes ?? 0);

    /// <summary>Whether a kernel is at work on this state.</summary>
    internal bool IsRunning => Volatile.Read(ref _isRunning) != 0;

    /// <summary>The earliest position after 0 from which the state can go on exactly as if it had just got there.</summary>
    internal int EarliestRewind
    {
        get
        {
            int keys = Keys.First == 0 ? 0 : Keys.First + Shape.Window - 1;
            return Math.Max(keys, Math.Max(Compressor?.EarliestRewind(Shape.Ratio) ?? 0, Indexer?.EarliestRewind(Shape.Ratio) ?? 0));
        }
    }

    /// <summary>Claims the state for one kernel call; false if another has it.</summary>
    internal bool TryEnter() => Interlocked.Exchange(ref _isRunning, 1) == 0;

    /// <summary>Gives the state back.</summary>
    internal void Exit() => Volatile.Write(ref _isRunning, 0);

    /// <summary>Drops everything from <paramref name="position"/> on.</summary>
    internal void Truncate(int position)
    {
        Keys.Truncate(position);
        Compressor?.Truncate(position, Shape.Ratio);
        Indexer?.Truncate(position, Shape.Ratio);
    }

    /// <summary>Drops what no rewind to <paramref name="position"/> or later needs.</summary>
    internal void Trim(int position)
    {
        Keys.DropBefore(position - Shape.Window + 1);
        Compressor?.Trim(position, Shape.Ratio);
        Indexer?.Trim(position, Shape.Ratio);
    }

    /// <summary>A state with the same content, which shares this one's pages.</summary>
    internal LayerState Fork() => new(Shape, Keys.Fork(), Compressor?.Fork(), Indexer?.Fork());
}
