using Fathom.Operators.Formats;
using Fathom.Operators.Linear;
using Fathom.Operators.Tests.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.Linear;

public sealed class ProjectionsTests
{
    private const int Columns = 96;

    [Fact]
    public void Every_projection_is_its_own_matrix_times_the_shared_input()
    {
        RandomWeight[] weights =
        [
            new(WeightFormat.Int8, rows: 40, Columns, seed: 1),
            new(WeightFormat.Float32, rows: 7, Columns, seed: 2),
            new(WeightFormat.Int4, rows: 33, Columns, seed: 3),
            new(WeightFormat.Int8, rows: 16, Columns, seed: 4),
        ];
        float[] x = RandomWeight.RandomFloats(new Random(5), 3 * Columns);
        using NodeSession session = Session(weights, hasNorm: false);

        Tensor[] outputs = session.Run([new Tensor(x, 3, Columns), .. Tensors(weights)]);

        Assert.All(weights.Zip(outputs), pair =>
        {
            Assert.Equal([3, pair.First.Rows], pair.Second.Shape);
            Assert.Equal(KernelRun.Run(LinearKernel.For(pair.First.Format), pair.First, x), pair.Second.Floats);
        });
    }

    [Fact]
    public void With_a_norm_the_input_is_normalised_first()
    {
        RandomWeight weight = new(WeightFormat.Float32, rows: 5, Columns, seed: 6);
        float[] x = RandomWeight.RandomFloats(new Random(7), Columns);
        float[] norm = RandomWeight.RandomFloats(new Random(8), Columns);
        using NodeSession session = Session([weight], hasNorm: true);

        float[] y = session.Run([new Tensor(x, 1, Columns), new Tensor(norm, Columns), .. Tensors([weight])])[0].Floats;

        double factor = 1 / Math.Sqrt(x.Average(value => (double)value * value) + 1e-6);
        float[] normed = [.. x.Zip(norm, (value, scale) => (float)(value * factor * scale))];
        for (int r = 0; r < weight.Rows; r++)
        {
            (double sum, double magnitude) = ReferenceLinear.Dot(weight.Row(0, r), normed);
            Assert.InRange(Math.Abs(y[r] - sum), 0, 2e-6 * magnitude);
        }
    }

    [Fact]
    public void A_job_that_is_split_among_threads_gives_the_bits_of_single_rows()
    {
        const int inputs = 200;
        RandomWeight[] weights = [new(WeightFormat.Int8, rows: 130, Columns, seed: 9), new(WeightFormat.Float32, rows: 70, Columns, seed: 10)];
        Assert.True(WorkSplit.Pieces(inputs * 200L * Columns) > 1);
        float[] x = RandomWeight.RandomFloats(new Random(11), inputs * Columns);
        using NodeSession session = Session(weights, hasNorm: false, threads: 2);

        Tensor[] together = session.Run([new Tensor(x, inputs, Columns), .. Tensors(weights)]);

        for (int t = 0; t < inputs; t++)
        {
            Tensor[] alone = session.Run([new Tensor(x[(t * Columns)..((t + 1) * Columns)], 1, Columns), .. Tensors(weights)]);
            Assert.Equal(alone[0].Floats, together[0].Floats[(t * 130)..((t + 1) * 130)]);
            Assert.Equal(alone[1].Floats, together[1].Floats[(t * 70)..((t + 1) * 70)]);
        }
    }

    [Fact]
    public void An_input_of_another_width_is_refused()
    {
        RandomWeight weight = new(WeightFormat.Int8, rows: 16, Columns, seed: 12);
        using NodeSession session = Session([weight], hasNorm: false);

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run([new Tensor(new float[64], 1, 64), .. Tensors([weight])]));

        Assert.Contains("Projections: input 'input' has shape [1, 64]; 96 columns are expected.", error.Message);
    }

    [Fact]
    public void As_many_formats_as_widths_are_wanted()
    {
        Dictionary<string, object> attributes = Attributes([new(WeightFormat.Int8, rows: 16, Columns, seed: 13)]);
        attributes["formats"] = "int8 int8";

        var error = Assert.Throws<OnnxRuntimeException>(() => new NodeSession("Projections", attributes, [1, null, 3, 1], [1]));

        Assert.Contains("Projections: attributes 'output_widths' and 'formats' name 1 and 2 projections; equal numbers up to 7 are expected.", error.Message);
    }

    private static NodeSession Session(RandomWeight[] weights, bool hasNorm, int threads = 1) => new(
        "Projections",
        Attributes(weights),
        [1, hasNorm ? 1 : null, .. weights.SelectMany(weight => (int?[])[weight.CodesTensor().Type, weight.ScalesTensor()?.Type])],
        [.. weights.Select(_ => (int?)1)],
        threads: threads);

    private static Dictionary<string, object> Attributes(RandomWeight[] weights) => new()
    {
        ["input_width"] = Columns,
        ["output_widths"] = weights.Select(weight => weight.Rows).ToArray(),
        ["formats"] = string.Join(' ', weights.Select(weight => weight.Format.Name())),
        ["norm_epsilon"] = 1e-6f,
    };

    private static IEnumerable<Tensor> Tensors(IEnumerable<RandomWeight> weights) =>
        weights.SelectMany(weight => (Tensor?[])[weight.CodesTensor(), weight.ScalesTensor()]).OfType<Tensor>();
}
