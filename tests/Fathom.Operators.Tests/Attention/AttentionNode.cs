using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Sequences;
using Fathom.Operators.Tests.OnnxRuntime;

namespace Fathom.Operators.Tests.Attention;

/// <summary>A HybridAttention node in a session, fed with rows of streams.</summary>
internal sealed class AttentionNode : IDisposable
{
    private readonly AttentionShape _shape;
    private readonly NodeSession _session;

    internal AttentionNode(AttentionShape shape, int threads = 1, OperatorDomain? domain = null, string domainName = FathomOperators.Domain)
    {
        _shape = shape;
        List<int?> types = [1, 1, 1, 1, 1, 7, 7];
        types.AddRange(Enumerable.Repeat<int?>(shape.Ratio > 0 ? 1 : null, 4));
        types.AddRange(Enumerable.Repeat<int?>(shape.HasIndexer ? 1 : null, 6));
        _session = new NodeSession("HybridAttention", shape.Attributes, types, [1], domain, domainName, threads);
    }

    /// <summary>Runs and commits the whole stream on a new sequence, cut at <paramref name="cuts"/>.</summary>
    internal float[] RunAll(AttentionStream stream, params IEnumerable<int> cuts)
    {
        using Sequence sequence = Sequence.Create();
        return Continue(sequence, stream, cuts);
    }

    /// <summary>Runs and commits the rest of the stream from the sequence's length on, cut at <paramref name="cuts"/>.</summary>
    internal float[] Continue(Sequence sequence, AttentionStream stream, params IEnumerable<int> cuts)
    {
        List<float> outputs = [];
        foreach (int end in cuts.Where(cut => cut > sequence.Length && cut < stream.Tokens).Distinct().Order().Append(stream.Tokens).ToArray())
        {
            outputs.AddRange(Run((sequence, stream, end)));
            sequence.Commit(end);
        }

        return [.. outputs];
    }

    /// <summary>One run over rows of several streams, each from its sequence's length to <c>End</c>; commits nothing.</summary>
    internal float[] Run(params IReadOnlyList<(Sequence Sequence, AttentionStream Stream, int End)> parts) =>
        Run(
            [.. parts.SelectMany(part => Enumerable.Repeat(part.Sequence.Handle, part.End - part.Sequence.Length))],
            [.. parts.SelectMany(part => Enumerable.Range(part.Sequence.Length, part.End - part.Sequence.Length).Select(p => (long)p))],
            [.. parts.SelectMany(part => Enumerable.Range(part.Sequence.Length, part.End - part.Sequence.Length).Select(p => (part.Stream, p)))]);

    /// <summary>One run with handles and positions as given.</summary>
    internal float[] Run(long[] handles, long[] positions, IReadOnlyList<(AttentionStream Stream, int Token)> rows)
    {
        AttentionStream weights = rows[0].Stream;
        int t = rows.Count;
        List<Tensor> inputs =
        [
            Gather(rows, stream => stream.Query),
            Gather(rows, stream => stream.KeyValue),
            new(weights.KeyValueNorm, _shape.Width),
            new(weights.Sinks, _shape.Heads),
            new(weights.InverseFrequencies, _shape.Rotary / 2),
            new(handles, t),
            new(positions, t),
        ];
        if (_shape.Ratio > 0)
        {
            inputs.Add(Gather(rows, stream => stream.Values));
            inputs.Add(Gather(rows, stream => stream.Gates));
            inputs.Add(new(weights.PositionBias, _shape.Ratio, _shape.Parts * _shape.Width));
            inputs.Add(new(weights.CompressorNorm, _shape.Width));
        }

        if (_shape.HasIndexer)
        {
            inputs.Add(Gather(rows, stream => stream.IndexQuery));
            inputs.Add(Gather(rows, stream => stream.IndexWeights));
            inputs.Add(Gather(rows, stream => stream.IndexValues));
            inputs.Add(Gather(rows, stream => stream.IndexGates));
            inputs.Add(new(weights.IndexPositionBias, _shape.Ratio, 2 * _shape.IndexWidth));
            inputs.Add(new(weights.IndexNorm, _shape.IndexWidth));
        }

        return _session.Run(inputs)[0].Floats;
    }

    public void Dispose() => _session.Dispose();

    private static Tensor Gather(IReadOnlyList<(AttentionStream Stream, int Token)> rows, Func<AttentionStream, float[]> part)
    {
        int width = part(rows[0].Stream).Length / rows[0].Stream.Tokens;
        float[] elements = new float[rows.Count * width];
        for (int i = 0; i < rows.Count; i++)
        {
            part(rows[i].Stream).AsSpan(rows[i].Token * width, width).CopyTo(elements.AsSpan(i * width));
        }

        return new Tensor(elements, rows.Count, width);
    }
}
