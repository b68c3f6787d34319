using Fathom.Operators.Formats;
using Fathom.Operators.Linear;
using Fathom.Operators.Tests.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.Linear;

public sealed class GroupedLinearTests
{
    public static TheoryData<WeightFormat> Formats => [.. Enum.GetValues<WeightFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Group_g_of_the_output_is_its_own_matrix_times_group_g_of_the_input(WeightFormat format)
    {
        const int groups = 3;
        const int rows = 130;
        const int columns = 160;
        const int inputs = 4;
        var weight = new RandomWeight(format, rows, columns, seed: 11, groups);
        float[] x = RandomWeight.RandomFloats(new Random(12), inputs * groups * columns);
        using NodeSession session = Session(weight);

        Tensor y = session.Run(Inputs(new Tensor(x, inputs, groups * columns), weight))[0];

        Assert.Equal([inputs, groups * rows], y.Shape);
        for (int t = 0; t < inputs; t++)
        {
            for (int g = 0; g < groups; g++)
            {
                int start = ((t * groups) + g) * columns;
                float[] seen = ReferenceLinear.Seen(format, x[start..(start + columns)]);
                for (int r = 0; r < rows; r++)
                {
                    (double sum, double magnitude) = ReferenceLinear.Dot(weight.Row(g, r), seen);
                    Assert.InRange(Math.Abs(y.Floats[(((t * groups) + g) * rows) + r] - sum), 0, 2e-6 * magnitude);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_job_that_is_split_among_threads_gives_the_bits_of_single_rows(WeightFormat format)
    {
        const int groups = 2;
        const int rows = 517;
        const int columns = 512;
        const int inputs = 12;
        Assert.True(WorkSplit.Pieces((long)inputs * groups * rows * columns) > 2);
        Assert.Equal(1, WorkSplit.Pieces((long)groups * rows * columns));
        var weight = new RandomWeight(format, rows, columns, seed: 13, groups);
        float[] x = RandomWeight.RandomFloats(new Random(14), inputs * groups * columns);
        using NodeSession session = Session(weight, threads: 2);

        float[] all = session.Run(Inputs(new Tensor(x, inputs, groups * columns), weight))[0].Floats;

        Assert.Equal(KernelRun.Run(LinearKernel.For(format), weight, x), all);
        for (int t = 0; t < inputs; t++)
        {
            float[] row = x[(t * groups * columns)..((t + 1) * groups * columns)];
            Assert.Equal(KernelRun.Run(LinearKernel.For(format), weight, row), all[(t * groups * rows)..((t + 1) * groups * rows)]);
        }
    }

    [Fact]
    public void No_rows_in_give_no_rows_out()
    {
        var weight = new RandomWeight(WeightFormat.Int8, rows: 8, columns: 32, seed: 15);
        using NodeSession session = Session(weight);

        Tensor y = session.Run(Inputs(new Tensor(Array.Empty<float>(), 0, 32), weight))[0];

        Assert.Equal([0, 8], y.Shape);
    }

    [Fact]
    public void An_input_of_another_width_is_refused()
    {
        var weight = new RandomWeight(WeightFormat.Int8, rows: 8, columns: 32, seed: 16, matrices: 2);
        using NodeSession session = Session(weight);

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(Inputs(new Tensor(new float[32], 1, 32), weight)));

        Assert.Contains("GroupedLinear: input 'input' has shape [1, 32]; 2 groups of 32 columns are expected.", error.Message);
    }

    [Fact]
    public void Scales_of_another_shape_are_refused()
    {
        var weight = new RandomWeight(WeightFormat.Int4, rows: 8, columns: 64, seed: 17);
        using NodeSession session = Session(weight);

        var error = Assert.Throws<OnnxRuntimeException>(() =>
            session.Run(new Tensor(new float[64], 1, 64), weight.CodesTensor(), new Tensor(new float[8], 8, 1)));

        Assert.Contains("GroupedLinear: input 'scales' has shape [8, 1]; [8, 2] is expected.", error.Message);
    }

    [Theory]
    [InlineData("int5", 32, "attribute 'format': 'int5' is not a weight format; use float32, int8, int4, float4 or float8.")]
    [InlineData("int4", 48, "attribute 'format' is int4, whose input widths must be multiples of 32, but one is 48.")]
    [InlineData("float32", 0, "attribute 'input_width' is 0; it must be 1 or more.")]
    public void Attributes_that_make_no_sense_are_refused_when_the_session_is_made(string format, int width, string sentence)
    {
        var attributes = new Dictionary<string, object> { ["groups"] = 1, ["input_width"] = width, ["output_width"] = 4, ["format"] = format };

        var error = Assert.Throws<OnnxRuntimeException>(() => new NodeSession("GroupedLinear", attributes, [1, 2, 1], [1]));

        Assert.Contains($"GroupedLinear: {sentence}", error.Message);
    }

    private static NodeSession Session(RandomWeight weight, int threads = 1) => new(
        "GroupedLinear",
        new Dictionary<string, object>
        {
            ["groups"] = weight.Matrices,
            ["input_width"] = weight.Columns,
            ["output_width"] = weight.Rows,
            ["format"] = weight.Format.Name(),
        },
        [1, weight.CodesTensor().Type, weight.ScalesTensor()?.Type],
        [1],
        threads: threads);

    private static Tensor[] Inputs(Tensor input, RandomWeight weight) =>
        weight.ScalesTensor() is { } scales ? [input, weight.CodesTensor(), scales] : [input, weight.CodesTensor()];
}
