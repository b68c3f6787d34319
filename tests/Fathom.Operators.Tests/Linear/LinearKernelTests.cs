using CsCheck;
using Fathom.Operators.Formats;
using Fathom.Operators.Linear;
using Xunit;

namespace Fathom.Operators.Tests.Linear;

public sealed class LinearKernelTests
{
    public static TheoryData<WeightFormat, string> Kernels()
    {
        var data = new TheoryData<WeightFormat, string>();
        foreach (WeightFormat format in Enum.GetValues<WeightFormat>())
        {
            foreach (VectorPath path in Enum.GetValues<VectorPath>().Where(path => path <= VectorPaths.Best))
            {
                data.Add(format, path.ToString());
            }
        }

        return data;
    }

    public static IEnumerable<TheoryDataRow<WeightFormat, string>> PublishedKernels() =>
        Kernels().Where(row => row.Data.Item1 is WeightFormat.Float4 or WeightFormat.Float8);

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_computes_the_definition(WeightFormat format, string path)
    {
        LinearKernel kernel = Kernel(format, path);
        int unit = format.IsBlocked() ? 32 : 1;
        (from rows in Gen.Int[1, 300]
         from columns in Gen.Int[1, 300 / unit]
         from inputs in Gen.Int[1, 9]
         from seed in Gen.Int
         select (rows, columns * unit, inputs, seed)).Sample(
            shape =>
            {
                (int rows, int columns, int inputs, int seed) = shape;
                var weight = new RandomWeight(format, rows, columns, seed);
                float[] x = RandomWeight.RandomFloats(new Random(seed + 1), inputs * columns);

                float[] y = KernelRun.Run(kernel, weight, x);

                for (int t = 0; t < inputs; t++)
                {
                    float[] seen = ReferenceLinear.Seen(format, x[(t * columns)..((t + 1) * columns)]);
                    for (int r = 0; r < rows; r++)
                    {
                        (double sum, double magnitude) = ReferenceLinear.Dot(weight.Values.AsSpan(r * columns, columns), seen);
                        Assert.InRange(Math.Abs(y[(t * rows) + r] - sum), 0, 2e-6 * magnitude);
                    }
                }
            },
            iter: 40);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Rows_of_a_batch_equal_single_rows_to_the_bit(WeightFormat format, string path)
    {
        const int rows = 39;
        const int columns = 224;
        const int inputs = 7;
        LinearKernel kernel = Kernel(format, path);
        var weight = new RandomWeight(format, rows, columns, seed: 3);
        float[] x = RandomWeight.RandomFloats(new Random(4), inputs * columns);

        float[] batch = KernelRun.Run(kernel, weight, x);

        for (int t = 0; t < inputs; t++)
        {
            float[] single = KernelRun.Run(kernel, weight, x[(t * columns)..((t + 1) * columns)]);
            Assert.Equal(single, batch[(t * rows)..((t + 1) * rows)]);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_value_that_is_not_finite_shows_in_the_result(WeightFormat format, string path)
    {
        var weight = new RandomWeight(format, rows: 5, columns: 64, seed: 5);
        var x = new float[64];
        Array.Fill(x, 1f);
        x[40] = float.NaN;

        float[] y = KernelRun.Run(Kernel(format, path), weight, x);

        Assert.All(y, value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void An_input_of_zeros_gives_zeros(WeightFormat format, string path)
    {
        var weight = new RandomWeight(format, rows: 6, columns: 96, seed: 6);

        float[] y = KernelRun.Run(Kernel(format, path), weight, new float[96]);

        Assert.All(y, value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(PublishedKernels))]
    public void Every_code_of_a_published_format_means_its_value(WeightFormat format, string path)
    {
        ReadOnlySpan<float> values = format == WeightFormat.Float4 ? E2M1.Values : E4M3.Values;
        var weight = new RandomWeight(format, rows: values.Length, columns: 64, seed: 9);
        Array.Clear(weight.Codes);
        Array.Fill(weight.Scales, (byte)124);
        for (int code = 0; code < values.Length; code++)
        {
            weight.Codes[code * (int)format.RowBytes(64)] = (byte)code;
        }

        var x = new float[64];
        x[0] = 1;
        float[] y = KernelRun.Run(Kernel(format, path), weight, x);

        for (int code = 0; code < values.Length; code++)
        {
            Assert.Equal(values[code] / 8, y[code]);
        }
    }

    [Theory]
    [InlineData(WeightFormat.Int8, 0.01)]
    [InlineData(WeightFormat.Int4, 0.01)]
    public void Quantising_the_activations_costs_little(WeightFormat format, double tolerance)
    {
        const int columns = 512;
        var weight = new RandomWeight(format, rows: 64, columns, seed: 7);
        float[] x = RandomWeight.RandomFloats(new Random(8), columns);

        float[] y = KernelRun.Run(LinearKernel.For(format), weight, x);

        double error = 0;
        double power = 0;
        for (int r = 0; r < y.Length; r++)
        {
            (double exact, _) = ReferenceLinear.Dot(weight.Values.AsSpan(r * columns, columns), x);
            error += Math.Pow(y[r] - exact, 2);
            power += exact * exact;
        }

        Assert.InRange(Math.Sqrt(error / power), 0, tolerance);
    }

    private static LinearKernel Kernel(WeightFormat format, string path) => LinearKernel.For(format, Enum.Parse<VectorPath>(path));
}
