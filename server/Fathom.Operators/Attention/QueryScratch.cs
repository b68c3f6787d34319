using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>Scratch memory for the queries of one block of rows, laid out once and used for each query in turn.</summary>
internal readonly unsafe struct QueryScratch
{
    /// <summary>Lays the pieces out for queries before <paramref name="endPosition"/>.</summary>
    internal QueryScratch(Arena arena, HybridAttentionAttributes attributes, RotaryTable rotary, int endPosition)
    {
        int width = attributes.HeadWidth;
        int entries = attributes.Ratio > 0 ? endPosition / attributes.Ratio : 0;
        bool selects = attributes.HasIndexer && entries > attributes.IndexTopK;
        int attended = selects ? attributes.IndexTopK : entries;
        int scored = selects ? Math.Min(entries, MostScoredEntries(attributes.IndexTopK)) : entries;
        int keys = Math.Min(endPosition, attributes.Window);

        // A window that starts and ends within a panel touches one panel more than its length says.
        Stride = (Panels(keys) + 1 + Panels(scored)) * RowStore.PanelRows;
        PaddedHeads = Pad(attributes.Heads);
        Queries = arena.Take<float>(PaddedHeads * width);
        Scores = arena.Take<float>((long)PaddedHeads * Stride);
        Sums = arena.Take<float>(PaddedHeads * RowStore.PaddedWidth(width));
        Normalisers = arena.Take<float>(PaddedHeads);
        Rotary = arena.Take<float>(rotary.RowLength);

        // Padding heads are computed like the others and never read: they must only be finite.
        new Span<float>(Queries, PaddedHeads * width).Clear();
        if (selects)
        {
            int paddedHeads = Pad(attributes.IndexHeads);
            IndexQueries = arena.Take<float>(paddedHeads * attributes.IndexWidth);
            new Span<float>(IndexQueries, paddedHeads * attributes.IndexWidth).Clear();
            IndexWeights = arena.Take<float>(attributes.IndexHeads);
            IndexProducts = arena.Take<float>(paddedHeads * EntrySelection.BlockPanels * RowStore.PanelRows);
            IndexScores = arena.Take<float>(Panels(entries) * RowStore.PanelRows);
            IndexKeys = arena.Take<uint>(entries);
            Selected = arena.Take<int>(attended);
            SelectedRows = arena.TakePointers(attended);
            SelectedPanels = arena.TakePointers(Panels(attended));
            for (int i = 0; i < Panels(attended); i++)
            {
                SelectedPanels[i] = arena.Take<float>(RowStore.PanelRows * width);
            }
        }
    }

    /// <summary>Floats from one head's scores to the next's.</summary>
    internal int Stride { get; }

    /// <summary>Heads, padded to a multiple of four.</summary>
    internal int PaddedHeads { get; }

    /// <summary>Prepared queries, padded heads × D.</summary>
    internal float* Queries { get; }

    /// <summary>Scores, then weights; padded heads × stride.</summary>
    internal float* Scores { get; }

    /// <summary>Weighted sums, padded heads × padded D.</summary>
    internal float* Sums { get; }

    /// <summary>1 / Z per head.</summary>
    internal float* Normalisers { get; }

    /// <summary>A row of the rotary table.</summary>
    internal float* Rotary { get; }

    /// <summary>Rotated indexer queries, padded heads × Di.</summary>
    internal float* IndexQueries { get; }

    /// <summary>Scaled weights of the indexer's heads.</summary>
    internal float* IndexWeights { get; }

    /// <summary>Products of a block of indexer keys with every head.</summary>
    internal float* IndexProducts { get; }

    /// <summary>Scores of the visible entries.</summary>
    internal float* IndexScores { get; }

    /// <summary>The same as ordered integers.</summary>
    internal uint* IndexKeys { get; }

    /// <summary>Indices of the selected entries, ascending.</summary>
    internal int* Selected { get; }

    /// <summary>Rows of the selected entries.</summary>
    internal float** SelectedRows { get; }

    /// <summary>The selected entries gathered into panels.</summary>
    internal float** SelectedPanels { get; }

    /// <summary>Up to how many entries all are scored, rather than the selected ones alone.</summary>
    internal static int MostScoredEntries(int selected) => (int)Math.Min(4L * selected, int.MaxValue);

    private static int Panels(int rows) => (rows + RowStore.PanelRows - 1) / RowStore.PanelRows;

    private static int Pad(int heads) => (heads + KeyScores.HeadGroup - 1) / KeyScores.HeadGroup * KeyScores.HeadGroup;
}
