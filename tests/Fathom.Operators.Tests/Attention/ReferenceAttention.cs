namespace Fathom.Operators.Tests.Attention;

/// <summary>
/// Hybrid attention over a whole stream from position 0, as the specification reads, in double precision and without any state.
/// </summary>
internal sealed class ReferenceAttention(AttentionStream stream)
{
    private const double Epsilon = 1e-6;
    private readonly AttentionShape _shape = stream.Shape;

    /// <summary>Rows whose last selected and first rejected entry scored so close that rounding may decide between them.</summary>
    internal HashSet<int> UndecidedRows { get; } = [];

    /// <summary>The attended values [T, H·D].</summary>
    internal double[][] Compute()
    {
        double[][] keys = [.. Enumerable.Range(0, stream.Tokens).Select(p => Rotate(Norm(Row(stream.KeyValue, p, _shape.Width), stream.KeyValueNorm), p))];
        double[][] entries = Compress(stream.Values, stream.Gates, stream.PositionBias, stream.CompressorNorm, _shape.Width, _shape.IsOverlapped);
        double[][] indexKeys = _shape.HasIndexer
            ? Compress(stream.IndexValues, stream.IndexGates, stream.IndexPositionBias, stream.IndexNorm, _shape.IndexWidth, isOverlapped: true)
            : [];
        return [.. Enumerable.Range(0, stream.Tokens).Select(t => Attend(t, keys, entries, indexKeys))];
    }

    private double[] Attend(int t, double[][] keys, double[][] entries, double[][] indexKeys)
    {
        int visible = _shape.Ratio > 0 ? (t + 1) / _shape.Ratio : 0;
        IEnumerable<int> chosen = _shape.HasIndexer && visible > _shape.TopK ? Select(t, visible, indexKeys) : Enumerable.Range(0, visible);
        double[][] attended = [.. keys[Math.Max(0, t - _shape.Window + 1)..(t + 1)], .. chosen.Select(i => entries[i])];
        double[] output = new double[_shape.Heads * _shape.Width];
        for (int head = 0; head < _shape.Heads; head++)
        {
            double[] query = Rotate(Norm(Row(stream.Query, t * _shape.Heads + head, _shape.Width), null), t);
            double[] scores = [.. attended.Select(key => Dot(query, key) / Math.Sqrt(_shape.Width))];
            double sink = stream.Sinks[head];
            double largest = Math.Max(scores.Max(), sink);
            double[] weights = [.. scores.Select(score => Math.Exp(score - largest))];
            double sum = weights.Sum() + Math.Exp(sink - largest);
            double[] mixed = new double[_shape.Width];
            for (int j = 0; j < attended.Length; j++)
            {
                for (int d = 0; d < mixed.Length; d++)
                {
                    mixed[d] += weights[j] / sum * attended[j][d];
                }
            }

            Rotate(mixed, -t).CopyTo(output, head * _shape.Width);
        }

        return output;
    }

    private IEnumerable<int> Select(int t, int visible, double[][] indexKeys)
    {
        double[] scores = new double[visible];
        for (int head = 0; head < _shape.IndexHeads; head++)
        {
            double[] query = Rotate([.. Row(stream.IndexQuery, t * _shape.IndexHeads + head, _shape.IndexWidth).Select(x => (double)x)], t);
            double weight = stream.IndexWeights[t * _shape.IndexHeads + head] / Math.Sqrt(_shape.IndexWidth) / Math.Sqrt(_shape.IndexHeads);
            for (int i = 0; i < visible; i++)
            {
                scores[i] += weight * Math.Max(0, Dot(query, indexKeys[i]));
            }
        }

        int[] ranked = [.. Enumerable.Range(0, visible).OrderByDescending(i => scores[i]).ThenBy(i => i)];
        if (Math.Abs(scores[ranked[_shape.TopK - 1]] - scores[ranked[_shape.TopK]]) < 1e-4 * scores.Max(Math.Abs))
        {
            UndecidedRows.Add(t);
        }

        return ranked.Take(_shape.TopK);
    }

    private double[][] Compress(float[] values, float[] gates, float[] bias, float[] norm, int width, bool isOverlapped)
    {
        int m = _shape.Ratio;
        int parts = isOverlapped ? 2 : 1;
        List<double[]> entries = [];
        for (int i = 0; m > 0 && (i + 1) * m <= stream.Tokens; i++)
        {
            double[] pooled = new double[width];
            for (int channel = 0; channel < width; channel++)
            {
                List<(double Gate, double Value)> rows = [];
                for (int p = Math.Max(0, i - (isOverlapped ? 1 : 0)) * m; p < (i + 1) * m; p++)
                {
                    int column = channel + (isOverlapped && p / m == i ? width : 0);
                    rows.Add((gates[p * parts * width + column] + (double)bias[p % m * parts * width + column], values[p * parts * width + column]));
                }

                double largest = rows.Max(row => row.Gate);
                pooled[channel] = rows.Sum(row => Math.Exp(row.Gate - largest) * row.Value) / rows.Sum(row => Math.Exp(row.Gate - largest));
            }

            entries.Add(Rotate(Norm(pooled, norm), i * m));
        }

        return [.. entries];
    }

    private double[] Rotate(double[] x, int position)
    {
        double[] result = [.. x];
        for (int i = 0; i < _shape.Rotary / 2; i++)
        {
            int even = x.Length - _shape.Rotary + 2 * i;
            (double sine, double cosine) = Math.SinCos(position * (double)stream.InverseFrequencies[i]);
            result[even] = x[even] * cosine - x[even + 1] * sine;
            result[even + 1] = x[even] * sine + x[even + 1] * cosine;
        }

        return result;
    }

    private static double[] Norm(IReadOnlyList<float> x, float[]? weight) => Norm([.. x.Select(value => (double)value)], weight);

    private static double[] Norm(double[] x, float[]? weight)
    {
        double factor = 1 / Math.Sqrt(x.Sum(value => value * value) / x.Length + Epsilon);
        return [.. x.Select((value, i) => value * factor * (weight?[i] ?? 1))];
    }

    private static float[] Row(float[] rows, int row, int width) => rows[(row * width)..((row + 1) * width)];

    private static double Dot(double[] x, double[] y) => x.Zip(y).Sum(pair => pair.First * pair.Second);
}
