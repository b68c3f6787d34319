using System.Runtime.CompilerServices;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>Attention of query rows over the state of their sequences, a block of rows at a time.</summary>
/// <remarks>
/// For the query at position t, head h; K = V, one row for all heads:
/// <code>
/// q    = query / rms(query), last R floats rotated at t, times D^(−1/2)
/// keys = window rows max(0, t−W+1)…t, then the visible entries i &lt; ⌊(t+1)/m⌋ (all, or those that the indexer selects)
/// s_j  = q · k_j;  p = softmax with sink;  o = Σ p_j k_j, last R floats rotated back at t
/// </code>
/// Every sum runs in an order that depends on t alone, so results do not depend on how the stream was cut into runs.
/// Source: DeepSeek-V4, hybrid attention.
/// </remarks>
internal unsafe struct QueryKernel<TLanes> : IParallelBody
    where TLanes : struct, ILanes<TLanes>
{
    [ThreadStatic]
    private static Arena? _arena;

    private readonly HybridAttentionAttributes _attributes;
    private readonly RotaryTable _rotary;
    private readonly AttentionInputs _inputs;
    private readonly SegmentView* _segments;
    private readonly int _segmentCount;
    private readonly int _blockRows;
    private readonly float* _output;

    internal QueryKernel(
        HybridAttentionAttributes attributes,
        RotaryTable rotary,
        in AttentionInputs inputs,
        SegmentView* segments,
        int segmentCount,
        int blockRows,
        float* output)
    {
        _attributes = attributes;
        _rotary = rotary;
        _inputs = inputs;
        _segments = segments;
        _segmentCount = segmentCount;
        _blockRows = blockRows;
        _output = output;
    }

    /// <summary>Computes the rows of one block.</summary>
    public readonly void Run(int index)
    {
        int first = index * _blockRows;
        int last = Math.Min(first + _blockRows, _inputs.Rows);
        Arena arena = _arena ??= new Arena();
        for (int i = 0; i < _segmentCount; i++)
        {
            SegmentView* segment = _segments + i;
            int from = Math.Max(first, segment->FirstRow);
            int to = Math.Min(last, segment->FirstRow + segment->Rows);
            if (from < to)
            {
                arena.Reset();
                QueryScratch scratch = new(arena, _attributes, _rotary, segment->FirstPosition + to - segment->FirstRow);
                for (int row = from; row < to; row++)
                {
                    Attend(row, segment->FirstPosition + row - segment->FirstRow, *segment, scratch);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Attend(int row, int position, in SegmentView segment, in QueryScratch scratch)
    {
        int heads = _attributes.Heads;
        int width = _attributes.HeadWidth;
        int padded = RowStore.PaddedWidth(width);
        ReadOnlySpan<float> rotary = _rotary.Row(position, new Span<float>(scratch.Rotary, _rotary.RowLength));
        PrepareQueries(_inputs.Query + (long)row * heads * width, heads, width, scratch.Queries, rotary);

        int firstKey = Math.Max(0, position - _attributes.Window + 1);
        int firstPanel = (firstKey - segment.KeyBase) / RowStore.PanelRows;
        int keyPanels = (position - segment.KeyBase) / RowStore.PanelRows - firstPanel + 1;
        int keyColumns = keyPanels * RowStore.PanelRows;
        int skipped = (firstKey - segment.KeyBase) % RowStore.PanelRows;
        int keys = position - firstKey + 1;

        int stride = scratch.Stride;
        KeyScores.Compute<TLanes>(scratch.Queries, scratch.PaddedHeads, width, segment.KeyPanels + firstPanel, keyPanels, scratch.Scores, stride);

        int entries = _attributes.Ratio > 0 ? (position + 1) / _attributes.Ratio : 0;
        float** entryRows = segment.EntryRows;
        if (_attributes.HasIndexer && entries > _attributes.IndexTopK)
        {
            SelectEntries(row, entries, segment, scratch, rotary);
            ScoreSelected(entries, segment, scratch, scratch.Scores + keyColumns);
            entries = _attributes.IndexTopK;
            entryRows = scratch.SelectedRows;
        }
        else
        {
            KeyScores.Compute<TLanes>(scratch.Queries, scratch.PaddedHeads, width, segment.EntryPanels, Panels(entries), scratch.Scores + keyColumns, stride);
        }

        int columns = keyColumns + Panels(entries) * RowStore.PanelRows;

        for (int head = 0; head < heads; head++)
        {
            Span<float> scores = new(scratch.Scores + (long)head * stride, columns);
            scores[..skipped].Fill(float.NegativeInfinity);
            scores[(skipped + keys)..keyColumns].Fill(float.NegativeInfinity);
            scores[(keyColumns + entries)..].Fill(float.NegativeInfinity);
            scratch.Normalisers[head] = SinkSoftmax.Apply<TLanes>(scratch.Scores + (long)head * stride, columns, _inputs.Sinks[head]);
        }

        new Span<float>(scratch.Sums, scratch.PaddedHeads * padded).Clear();
        float** keyRows = segment.KeyRows + firstKey - segment.KeyBase;
        ValueSums.Add<TLanes>(scratch.Scores + skipped, stride, scratch.PaddedHeads, keyRows, keys, scratch.Sums, padded);
        ValueSums.Add<TLanes>(scratch.Scores + keyColumns, stride, scratch.PaddedHeads, entryRows, entries, scratch.Sums, padded);

        float* output = _output + (long)row * heads * width;
        for (int head = 0; head < heads; head++)
        {
            LaneMath.Scale<TLanes>(scratch.Sums + head * padded, scratch.Normalisers[head], output + head * width, width);
            Rotation.Undo(output + (head + 1) * width - _attributes.RotaryWidth, rotary);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void PrepareQueries(float* source, int heads, int width, float* queries, ReadOnlySpan<float> rotary)
    {
        float scale = 1 / MathF.Sqrt(width);
        for (int head = 0; head < heads; head++)
        {
            float* query = queries + head * width;
            float mean = LaneMath.SumOfSquares<TLanes>(source + head * width, width) / width;
            LaneMath.Scale<TLanes>(source + head * width, scale / MathF.Sqrt(mean + _attributes.NormEpsilon), query, width);
            Rotation.Apply(query + width - _attributes.RotaryWidth, rotary);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void SelectEntries(int row, int entries, in SegmentView segment, in QueryScratch scratch, ReadOnlySpan<float> rotary)
    {
        int heads = _attributes.IndexHeads;
        int width = _attributes.IndexWidth;
        float scale = 1 / (MathF.Sqrt(width) * MathF.Sqrt(heads));
        LaneMath.Scale<TLanes>(_inputs.IndexWeights + (long)row * heads, scale, scratch.IndexWeights, heads);
        new ReadOnlySpan<float>(_inputs.IndexQuery + (long)row * heads * width, heads * width).CopyTo(new Span<float>(scratch.IndexQueries, heads * width));
        for (int head = 0; head < heads; head++)
        {
            Rotation.Apply(scratch.IndexQueries + (head + 1) * width - _attributes.RotaryWidth, rotary);
        }

        EntrySelection.Score<TLanes>(
            scratch.IndexQueries,
            scratch.IndexWeights,
            heads,
            width,
            segment.IndexPanels,
            Panels(entries),
            scratch.IndexProducts,
            scratch.IndexScores);
        Span<int> selected = new(scratch.Selected, _attributes.IndexTopK);
        EntrySelection.Select(new ReadOnlySpan<float>(scratch.IndexScores, entries), new Span<uint>(scratch.IndexKeys, entries), _attributes.IndexTopK, selected);
        for (int i = 0; i < selected.Length; i++)
        {
            scratch.SelectedRows[i] = segment.EntryRows[selected[i]];
        }
    }

    /// <summary>
    /// Scores of the selected entries, in their order. While they are a fair part of all entries it is cheaper to score all and keep some; of many,
    /// the selected are gathered into panels first. Either way a score has the same bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void ScoreSelected(int entries, in SegmentView segment, in QueryScratch scratch, float* scores)
    {
        int width = _attributes.HeadWidth;
        ReadOnlySpan<int> selected = new(scratch.Selected, _attributes.IndexTopK);
        if (entries <= QueryScratch.MostScoredEntries(_attributes.IndexTopK))
        {
            KeyScores.Compute<TLanes>(scratch.Queries, scratch.PaddedHeads, width, segment.EntryPanels, Panels(entries), scores, scratch.Stride);
            for (int head = 0; head < _attributes.Heads; head++)
            {
                float* row = scores + (long)head * scratch.Stride;
                for (int i = 0; i < selected.Length; i++)
                {
                    row[i] = row[selected[i]];
                }
            }

            return;
        }

        for (int i = 0; i < selected.Length; i++)
        {
            float* entry = scratch.SelectedRows[i];
            float* lane = scratch.SelectedPanels[i / RowStore.PanelRows] + i % RowStore.PanelRows;
            for (int d = 0; d < width; d++)
            {
                lane[d * RowStore.PanelRows] = entry[d];
            }
        }

        KeyScores.Compute<TLanes>(scratch.Queries, scratch.PaddedHeads, width, scratch.SelectedPanels, Panels(selected.Length), scores, scratch.Stride);
    }

    private static int Panels(int rows) => (rows + RowStore.PanelRows - 1) / RowStore.PanelRows;
}
