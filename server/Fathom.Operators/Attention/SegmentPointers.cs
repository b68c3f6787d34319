using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>Lists the addresses of what the queries of a segment may see, so that the inner loops know nothing of pages.</summary>
internal static unsafe class SegmentPointers
{
    /// <summary>Fills the pointers of a segment whose rows have been appended to <paramref name="state"/>.</summary>
    internal static void Fill(ref SegmentView segment, LayerState state, Arena arena)
    {
        int oldest = Math.Max(0, segment.FirstPosition - state.Shape.Window + 1);
        segment.KeyBase = oldest / RowStore.PanelRows * RowStore.PanelRows;
        segment.KeyRows = Rows(state.Keys, segment.KeyBase, arena);
        segment.KeyPanels = Panels(state.Keys, segment.KeyBase, arena);
        if (state.Compressor is { } compressor)
        {
            segment.EntryRows = Rows(compressor.Entries, 0, arena);
            segment.EntryPanels = Panels(compressor.Entries, 0, arena);
        }

        if (state.Indexer is { } indexer)
        {
            segment.IndexPanels = Panels(indexer.Entries, 0, arena);
        }
    }

    private static float** Rows(RowStore store, int first, Arena arena)
    {
        float** rows = arena.TakePointers(store.Count - first);
        for (int row = first; row < store.Count;)
        {
            float* address = store.Row(row);
            int end = Math.Min(store.Count, (row / RowStore.PageRows + 1) * RowStore.PageRows);
            for (; row < end; row++, address += store.Stride)
            {
                rows[row - first] = address;
            }
        }

        return rows;
    }

    private static float** Panels(RowStore store, int first, Arena arena)
    {
        int firstPanel = first / RowStore.PanelRows;
        int count = (store.Count + RowStore.PanelRows - 1) / RowStore.PanelRows - firstPanel;
        float** panels = arena.TakePointers(count);
        for (int i = 0; i < count; i++)
        {
            panels[i] = store.Panel(firstPanel + i);
        }

        return panels;
    }
}
