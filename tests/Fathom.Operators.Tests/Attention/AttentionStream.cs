namespace Fathom.Operators.Tests.Attention;

/// <summary>The projections of one token stream and the weights of one layer: what a HybridAttention node would be fed.</summary>
internal sealed class AttentionStream
{
    internal AttentionStream(AttentionShape shape, int tokens, int seed, float magnitude = 1)
    {
        Shape = shape;
        Tokens = tokens;
        Random weights = new(12345);
        Random random = new(seed);
        KeyValueNorm = Normal(weights, shape.Width, 0.3f, 1);
        Sinks = Normal(weights, shape.Heads);
        InverseFrequencies = [.. Enumerable.Range(0, shape.Rotary / 2).Select(i => (float)Math.Pow(10000, -2.0 * i / shape.Rotary))];
        PositionBias = Normal(weights, shape.Ratio * shape.Parts * shape.Width);
        CompressorNorm = Normal(weights, shape.Width, 0.3f, 1);
        IndexPositionBias = Normal(weights, shape.Ratio * 2 * shape.IndexWidth);
        IndexNorm = Normal(weights, shape.IndexWidth, 0.3f, 1);
        Query = Normal(random, tokens * shape.Heads * shape.Width, magnitude);
        KeyValue = Normal(random, tokens * shape.Width, magnitude);
        Values = Normal(random, shape.Ratio > 0 ? tokens * shape.Parts * shape.Width : 0, magnitude);
        Gates = Normal(random, Values.Length, magnitude);
        IndexQuery = Normal(random, tokens * shape.IndexHeads * shape.IndexWidth, magnitude);
        IndexWeights = Normal(random, tokens * shape.IndexHeads);
        IndexValues = Normal(random, tokens * 2 * shape.IndexWidth, magnitude);
        IndexGates = Normal(random, tokens * 2 * shape.IndexWidth, magnitude);
    }

    internal AttentionShape Shape { get; }

    internal int Tokens { get; }

    internal float[] Query { get; }

    internal float[] KeyValue { get; }

    internal float[] KeyValueNorm { get; }

    internal float[] Sinks { get; }

    internal float[] InverseFrequencies { get; }

    internal float[] Values { get; }

    internal float[] Gates { get; }

    internal float[] PositionBias { get; }

    internal float[] CompressorNorm { get; }

    internal float[] IndexQuery { get; }

    internal float[] IndexWeights { get; }

    internal float[] IndexValues { get; }

    internal float[] IndexGates { get; }

    internal float[] IndexPositionBias { get; }

    internal float[] IndexNorm { get; }

    /// <summary>The first tokens of the stream.</summary>
    internal AttentionStream this[Range range] => ContinuedBy(new AttentionStream(Shape, range.End.Value, 0), range.End.Value);

    /// <summary>This stream's tokens up to <paramref name="position"/>, then those of <paramref name="other"/> from there on.</summary>
    internal AttentionStream ContinuedBy(AttentionStream other, int position)
    {
        AttentionStream result = new(Shape, other.Tokens, 0);
        foreach ((float[] head, float[] tail, float[] target) in new[]
        {
            (Query, other.Query, result.Query),
            (KeyValue, other.KeyValue, result.KeyValue),
            (Values, other.Values, result.Values),
            (Gates, other.Gates, result.Gates),
            (IndexQuery, other.IndexQuery, result.IndexQuery),
            (IndexWeights, other.IndexWeights, result.IndexWeights),
            (IndexValues, other.IndexValues, result.IndexValues),
            (IndexGates, other.IndexGates, result.IndexGates),
        })
        {
            int split = target.Length / result.Tokens * position;
            head.AsSpan(0, split).CopyTo(target);
            tail.AsSpan(split).CopyTo(target.AsSpan(split));
        }

        return result;
    }

    private static float[] Normal(Random random, int count, float deviation = 1, float mean = 0)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = mean + (float)(deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}
