namespace Fathom.Operators.Tests.HyperConnections;

/// <summary>One token of a hyper-connected sublayer as the specification reads, in double precision.</summary>
internal sealed class ReferenceHyperConnection
{
    internal ReferenceHyperConnection(float[] streams, float[] function, float[] @base, float[] scale, int n, int iterations, double normEpsilon, double epsilon)
    {
        int width = streams.Length / n;
        double g = 1 / Math.Sqrt(streams.Sum(x => (double)x * x) / streams.Length + normEpsilon);
        double[] u = [.. @base.Select((_, row) => g * streams.Select((x, c) => (double)function[row * streams.Length + c] * x).Sum())];
        double[] pre = [.. Enumerable.Range(0, n).Select(j => Sigmoid(u[j] * scale[0] + @base[j]) + epsilon)];
        Collapsed = [.. Enumerable.Range(0, width).Select(d => Enumerable.Range(0, n).Sum(j => pre[j] * streams[j * width + d]))];
        if (@base.Length == n)
        {
            return;
        }

        Post = [.. Enumerable.Range(n, n).Select(k => 2 * Sigmoid(u[k] * scale[1] + @base[k]))];
        Combination = Sinkhorn([.. Enumerable.Range(2 * n, n * n).Select(i => u[i] * scale[2] + @base[i])], n, iterations, epsilon);
    }

    internal double[] Collapsed { get; }

    internal double[] Post { get; } = [];

    internal double[] Combination { get; } = [];

    internal static double[] Sinkhorn(double[] c, int n, int iterations, double epsilon)
    {
        double[] a = [.. c];
        for (int j = 0; j < n; j++)
        {
            double[] row = a[(j * n)..((j + 1) * n)];
            double sum = row.Sum(x => Math.Exp(x - row.Max()));
            for (int k = 0; k < n; k++)
            {
                a[j * n + k] = Math.Exp(row[k] - row.Max()) / sum + epsilon;
            }
        }

        NormaliseColumns();
        for (int i = 1; i < iterations; i++)
        {
            NormaliseRows();
            NormaliseColumns();
        }

        return a;

        void NormaliseRows()
        {
            for (int j = 0; j < n; j++)
            {
                double sum = Enumerable.Range(0, n).Sum(k => a[j * n + k]) + epsilon;
                for (int k = 0; k < n; k++)
                {
                    a[j * n + k] /= sum;
                }
            }
        }

        void NormaliseColumns()
        {
            for (int k = 0; k < n; k++)
            {
                double sum = Enumerable.Range(0, n).Sum(j => a[j * n + k]) + epsilon;
                for (int j = 0; j < n; j++)
                {
                    a[j * n + k] /= sum;
                }
            }
        }
    }

    /// <summary>What the sublayer's output makes of the streams.</summary>
    internal static double[] Expand(float[] output, float[] streams, float[] post, float[] combination, int n)
    {
        double[] result = new double[streams.Length];
        for (int k = 0; k < n; k++)
        {
            for (int d = 0; d < output.Length; d++)
            {
                result[k * output.Length + d] = (double)post[k] * output[d]
                    + Enumerable.Range(0, n).Sum(j => (double)combination[j * n + k] * streams[j * output.Length + d]);
            }
        }

        return result;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
