namespace Fathom.Operators.Sequences;

/// <summary>
/// An append-only list of rows of floats that can be cut at both ends, in pages of 64 rows that forks share until one of them writes.
/// Rows keep their number for ever: row i stays row i when older ones are dropped.
/// </summary>
/// <param name="width">Floats in a row.</param>
/// <param name="layout">What a page holds.</param>
internal sealed unsafe class RowStore(int width, RowLayout layout)
{
    /// <summary>Rows in a page.</summary>
    internal const int PageRows = 64;

    /// <summary>Rows in a panel.</summary>
    internal const int PanelRows = 16;

    private const int Padding = 32;
    private readonly List<Page?> _pages = [];

    /// <summary>Floats from one row to the next: the width, padded.</summary>
    internal int Stride { get; } = PaddedWidth(width);

    /// <summary>Number of rows ever appended and not cut off: the number of the next row.</summary>
    internal int Count { get; private set; }

    /// <summary>The oldest row that is still held.</summary>
    internal int First { get; private set; }

    /// <summary>Bytes of the pages held, shared ones included.</summary>
    internal long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (Page? page in _pages)
            {
                bytes += page?.Bytes ?? 0;
            }

            return bytes;
        }
    }

    private bool HasRows => (layout & RowLayout.Rows) != 0;

    private bool HasPanels => (layout & RowLayout.Panels) != 0;

    private int RowsLength => HasRows ? PageRows * Stride : 0;

    private int PanelLength => PanelRows * width;

    private int PageLength => RowsLength + (HasPanels ? PageRows / PanelRows * PanelLength : 0);

    /// <summary>A width padded to whole registers of any size.</summary>
    internal static int PaddedWidth(int width) => (width + Padding - 1) / Padding * Padding;

    /// <summary>The floats of a row, padding included.</summary>
    internal float* Row(int row) => _pages[row / PageRows]!.Start + row % PageRows * Stride;

    /// <summary>The panel that holds rows 16·<paramref name="panel"/> … 16·<paramref name="panel"/>+15; rows not appended have arbitrary content.</summary>
    internal float* Panel(int panel) =>
        _pages[panel / (PageRows / PanelRows)]!.Start + RowsLength + panel % (PageRows / PanelRows) * PanelLength;

    /// <summary>Appends a row and returns it to be filled, padding included; for stores without panels.</summary>
    internal float* Append()
    {
        WritablePage();
        return Row(Count++);
    }

    /// <summary>Appends a row of the store's width.</summary>
    internal void Append(float* source)
    {
        WritablePage();
        if (HasRows)
        {
            float* row = Row(Count);
            new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(row, width));
            new Span<float>(row + width, Stride - width).Clear();
        }

        if (HasPanels)
        {
            float* lane = Panel(Count / PanelRows) + Count % PanelRows;
            for (int i = 0; i < width; i++)
            {
                lane[i * PanelRows] = source[i];
            }
        }

        Count++;
    }

    /// <summary>Drops the rows from <paramref name="count"/> on; <paramref name="count"/> is 0 or not less than <see cref="First"/>.</summary>
    internal void Truncate(int count)
    {
        if (count >= Count)
        {
            return;
        }

        Count = count;
        int pages = (count + PageRows - 1) / PageRows;
        _pages.RemoveRange(pages, _pages.Count - pages);
        if (count == 0)
        {
            First = 0;
        }
    }

    /// <summary>Drops the pages all of whose rows are older than <paramref name="row"/>.</summary>
    internal void DropBefore(int row)
    {
        while (First + PageRows <= Math.Min(row, Count))
        {
            _pages[First / PageRows] = null;
            First += PageRows;
        }
    }

    /// <summary>A store with the same rows, which shares this one's pages.</summary>
    internal RowStore Fork()
    {
        RowStore fork = new(width, layout) { Count = Count, First = First };
        foreach (Page? page in _pages)
        {
            fork._pages.Add(page?.Share());
        }

        return fork;
    }

    private void WritablePage()
    {
        int index = Count / PageRows;
        if (index == _pages.Count)
        {
            _pages.Add(new Page(PageLength));
        }
        else if (_pages[index]!.IsShared)
        {
            _pages[index] = _pages[index]!.Copy();
        }
    }
}
