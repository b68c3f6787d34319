using System.Runtime.Intrinsics;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Attention;

/// <summary>
/// Attention over a sliding window and, in compressed layers, over compressed entries of the whole past. Appends the run's tokens to the layer state
/// of their sequences first, so that a query sees itself and the entry that it closes.
/// </summary>
/// <remarks>Inputs, attributes and output: docs/architecture.md. Formulas: <see cref="Compressor"/>, <see cref="QueryKernel{TLanes}"/>, <see cref="EntrySelection"/>.</remarks>
internal sealed unsafe class HybridAttention(HybridAttentionAttributes attributes) : Kernel
{
    /// <summary>Multiply-adds that are worth handing to another thread: some tens of microseconds.</summary>
    private const long ParallelWork = 1_000_000;

    [ThreadStatic]
    private static Arena? _arena;

    [ThreadStatic]
    private static List<LayerState>? _states;

    private RotaryTable? _rotary;

    internal static OperatorDeclaration Declaration { get; } = new(
        nameof(HybridAttention),
        [
            TensorDeclaration.Float("query"),
            TensorDeclaration.Float("key_value"),
            TensorDeclaration.Float("key_value_norm"),
            TensorDeclaration.Float("sinks"),
            TensorDeclaration.Float("inverse_frequencies"),
            TensorDeclaration.Int64("sequences"),
            TensorDeclaration.Int64("positions"),
            TensorDeclaration.OptionalFloat("compressor_values"),
            TensorDeclaration.OptionalFloat("compressor_gates"),
            TensorDeclaration.OptionalFloat("compressor_position_bias"),
            TensorDeclaration.OptionalFloat("compressor_norm"),
            TensorDeclaration.OptionalFloat("index_query"),
            TensorDeclaration.OptionalFloat("index_weights"),
            TensorDeclaration.OptionalFloat("index_values"),
            TensorDeclaration.OptionalFloat("index_gates"),
            TensorDeclaration.OptionalFloat("index_position_bias"),
            TensorDeclaration.OptionalFloat("index_norm"),
        ],
        [TensorDeclaration.Float("attended")],
        attributes => new HybridAttention(HybridAttentionAttributes.Read(attributes)));

    internal override void Compute(KernelContext context)
    {
        AttentionInputs inputs = new(context, attributes);
        Span<float> output = context.Output<float>(0, inputs.Rows, (long)attributes.Heads * attributes.HeadWidth);
        if (Vector512.IsHardwareAccelerated)
        {
            Compute<Lanes512>(context, inputs, output);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Compute<Lanes256>(context, inputs, output);
        }
        else
        {
            Compute<Lanes128>(context, inputs, output);
        }
    }

    private void Compute<TLanes>(KernelContext context, in AttentionInputs inputs, Span<float> output)
        where TLanes : struct, ILanes<TLanes>
    {
        RotaryTable rotary = Rotary(new ReadOnlySpan<float>(inputs.InverseFrequencies, attributes.RotaryWidth / 2));
        Arena arena = _arena ??= new Arena();
        List<LayerState> states = _states ??= [];
        arena.Reset();
        SegmentView* segments = arena.Take<SegmentView>(inputs.Rows);
        try
        {
            FindSegments(inputs, segments, states);
            long work = 0;
            for (int i = 0; i < states.Count; i++)
            {
                Append<TLanes>(states[i], inputs, segments[i], rotary, arena);
                SegmentPointers.Fill(ref segments[i], states[i], arena);
                work += (long)segments[i].Rows * WorkOfRow(states[i]);
            }

            int blockRows = (int)Math.Clamp(inputs.Rows * ParallelWork / Math.Max(1, work), 1, Math.Max(1, inputs.Rows));
            QueryKernel<TLanes> queries = new(
                attributes,
                rotary,
                inputs,
                segments,
                states.Count,
                blockRows,
                TensorMemory.Pointer(output));
            context.ParallelFor((inputs.Rows + blockRows - 1) / blockRows, ref queries);
        }
        finally
        {
            foreach (LayerState state in states)
            {
                state.Exit();
            }

            states.Clear();
        }
    }

    /// <summary>Groups the rows by sequence and claims each one's layer state, without changing anything yet.</summary>
    private void FindSegments(in AttentionInputs inputs, SegmentView* segments, List<LayerState> states)
    {
        for (int row = 0; row < inputs.Rows;)
        {
            long handle = inputs.Sequences[row];
            Sequence sequence = SequenceTable.Find(handle)
                ?? throw new OperatorException($"input 'sequences' names sequence {handle}, which does not exist or is disposed; create one and pass its handle.");
            LayerState state = sequence.Layer(attributes.Layer, attributes.Shape)
                ?? throw new OperatorException($"sequence {handle} was begun by a model whose layer {attributes.Layer} has another shape; give each model its own sequences.");
            if (!state.TryEnter())
            {
                throw new OperatorException($"sequence {handle} is in use by another run or by rows further up; put a sequence's rows next to each other, in one run at a time.");
            }

            states.Add(state);
            if (state.Count != sequence.Length)
            {
                throw new OperatorException(
                    $"sequence {handle} has {sequence.Length} committed tokens but layer {attributes.Layer} holds {state.Count}; commit or rewind it after every run.");
            }

            int first = row;
            for (; row < inputs.Rows && inputs.Sequences[row] == handle; row++)
            {
                int expected = state.Count + row - first;
                if (inputs.Positions[row] != expected)
                {
                    throw new OperatorException(
                        $"input 'positions' has {inputs.Positions[row]} in row {row}; sequence {handle} goes on with position {expected}.");
                }
            }

            segments[states.Count - 1] = new SegmentView { FirstRow = first, Rows = row - first, FirstPosition = state.Count };
        }
    }

    private void Append<TLanes>(LayerState state, in AttentionInputs inputs, in SegmentView segment, RotaryTable rotary, Arena arena)
        where TLanes : struct, ILanes<TLanes>
    {
        int width = attributes.HeadWidth;
        float* key = arena.Take<float>(width);
        Span<float> rotaryScratch = new(arena.Take<float>(rotary.RowLength), rotary.RowLength);
        for (int i = 0; i < segment.Rows; i++)
        {
            LaneMath.Normalise<TLanes>(inputs.KeyValue + (long)(segment.FirstRow + i) * width, inputs.KeyValueNorm, attributes.NormEpsilon, key, width);
            Rotation.Apply(key + width - attributes.RotaryWidth, rotary.Row(segment.FirstPosition + i, rotaryScratch));
            state.Keys.Append(key);
        }

        if (state.Compressor is { } compressor)
        {
            Compressor.AppendRaw<TLanes>(compressor, inputs.Compressor, segment.FirstRow, segment.Rows, width, attributes.Ratio);
            Compressor.CloseWindows<TLanes>(compressor, inputs.Compressor.Norm, attributes, width, rotary, arena);
        }

        if (state.Indexer is { } indexer)
        {
            Compressor.AppendRaw<TLanes>(indexer, inputs.Indexer, segment.FirstRow, segment.Rows, attributes.IndexWidth, attributes.Ratio);
            Compressor.CloseWindows<TLanes>(indexer, inputs.Indexer.Norm, attributes, attributes.IndexWidth, rotary, arena);
        }
    }

    /// <summary>Multiply-adds of a late row: keys and attended entries, once for scores and once for sums, and the indexer's products.</summary>
    private long WorkOfRow(LayerState state)
    {
        int entries = state.Compressor?.Entries.Count ?? 0;
        bool selects = attributes.HasIndexer && entries > attributes.IndexTopK;
        long attended = Math.Min(state.Count, attributes.Window) + (selects ? attributes.IndexTopK : entries);
        return (2 * attended * attributes.Heads * attributes.HeadWidth) + (selects ? (long)entries * attributes.IndexHeads * attributes.IndexWidth : 0);
    }

    /// <summary>The table of these frequencies: an initializer in every graph, so the one of the last run as a rule.</summary>
    private RotaryTable Rotary(ReadOnlySpan<float> frequencies)
    {
        RotaryTable? table = _rotary;
        if (table is null || !table.Matches(frequencies))
        {
            _rotary = table = new RotaryTable(frequencies);
        }

        return table;
    }
}
