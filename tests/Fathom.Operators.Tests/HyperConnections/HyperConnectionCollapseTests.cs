using CsCheck;
using Fathom.Operators.Tests.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.HyperConnections;

public sealed class HyperConnectionCollapseTests
{
    [Fact]
    public void The_published_vector_comes_out()
    {
        using NodeSession session = Node(20);
        float[] function = [.. Enumerable.Range(0, 24 * 8).Select(i => ((8 * (i / 8) + i % 8) % 5 - 2) * 0.1f)];
        float[] @base = [.. Enumerable.Range(0, 24).Select(i => (i % 3 - 1) * 0.2f)];

        Tensor[] results = session.Run(
            new Tensor(new float[] { 1, -2, .5f, .25f, -1, 3, 2, 0 }, 1, 4, 2),
            new Tensor(function, 24, 8),
            new Tensor(@base, 24),
            new Tensor(new[] { .5f, 1, 2 }, 3));

        AssertClose([1.098100, 1.007474], results[0].Floats, 2e-6);
        AssertClose([1.048234, .789436, .988497, .967830], results[1].Floats, 2e-6);
        AssertClose(
            [
                .512801, .161310, .057618, .268271,
                .155591, .445723, .355919, .042766,
                .258427, .173982, .381072, .186518,
                .073180, .218985, .205390, .502443,
            ],
            results[2].Floats,
            2e-6);
    }

    [Fact]
    public void The_kernel_agrees_with_the_specification_for_any_shape() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 70], Gen.Int[1, 40], Gen.Int[1, 20], Gen.Bool, Gen.Int).Sample(
            (n, width, rows, iterations, isHead, seed) =>
            {
                Random random = new(seed);
                int functionRows = isHead ? n : (2 + n) * n;
                float[] streams = Random(random, rows * n * width, 3);
                float[] function = Random(random, functionRows * n * width, 0.3f);
                float[] @base = Random(random, functionRows, 1);
                float[] scale = Random(random, isHead ? 1 : 3, 1);
                using NodeSession session = Node(iterations, isHead ? 1 : 3);

                Tensor[] results = session.Run(
                    new Tensor(streams, rows, n, width),
                    new Tensor(function, functionRows, n * width),
                    new Tensor(@base, functionRows),
                    new Tensor(scale, scale.Length));

                for (int row = 0; row < rows; row++)
                {
                    float[] token = streams[(row * n * width)..((row + 1) * n * width)];
                    ReferenceHyperConnection expected = new(token, function, @base, scale, n, iterations, 1e-6, 1e-6);
                    AssertClose(expected.Collapsed, results[0].Floats[(row * width)..((row + 1) * width)], 1e-4);
                    if (!isHead)
                    {
                        AssertClose(expected.Post, results[1].Floats[(row * n)..((row + 1) * n)], 1e-4);
                        AssertClose(expected.Combination, results[2].Floats[(row * n * n)..((row + 1) * n * n)], 1e-4);
                    }
                }
            },
            iter: 60);

    [Theory]
    [InlineData(0f)]
    [InlineData(1e10f)]
    [InlineData(1e-20f)]
    public void Streams_of_any_size_give_finite_weights(float magnitude)
    {
        using NodeSession session = Node(20);
        Random random = new(5);
        float[] scale = [100, 100, 100];

        Tensor[] results = session.Run(
            new Tensor(Random(random, 17 * 2 * 33, magnitude), 17, 2, 33),
            new Tensor(Random(random, 8 * 66, 1), 8, 66),
            new Tensor(Random(random, 8, 50), 8),
            new Tensor(scale, 3));

        Assert.All(results.SelectMany(result => result.Floats), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_token_has_the_same_bits_alone_and_in_any_company()
    {
        const int Rows = 37, N = 4, Width = 24;
        Random random = new(11);
        float[] streams = Random(random, Rows * N * Width, 1);
        Tensor[] weights =
        [
            new(Random(random, 24 * N * Width, 0.3f), 24, N * Width),
            new(Random(random, 24, 1), 24),
            new(Random(random, 3, 1), 3),
        ];
        using NodeSession session = Node(20);
        Tensor[] together = session.Run([new Tensor(streams, Rows, N, Width), .. weights]);

        for (int row = 0; row < Rows; row++)
        {
            float[] token = streams[(row * N * Width)..((row + 1) * N * Width)];
            Tensor[] alone = session.Run([new Tensor(token, 1, N, Width), .. weights]);

            Assert.Equal(alone[0].Floats, together[0].Floats[(row * Width)..((row + 1) * Width)]);
            Assert.Equal(alone[1].Floats, together[1].Floats[(row * N)..((row + 1) * N)]);
            Assert.Equal(alone[2].Floats, together[2].Floats[(row * N * N)..((row + 1) * N * N)]);
        }
    }

    [Fact]
    public void The_sublayer_before_is_written_back_and_the_result_normed_as_by_nodes_of_their_own()
    {
        const int Rows = 21, N = 2, Width = 40;
        Random random = new(12);
        Tensor streams = new(Random(random, Rows * N * Width, 1), Rows, N, Width);
        Tensor[] weights =
        [
            new(Random(random, 8 * N * Width, 0.3f), 8, N * Width),
            new(Random(random, 8, 1), 8),
            new(Random(random, 3, 1), 3),
        ];
        Tensor norm = new(Random(random, Width, 2), Width);
        Tensor[] before =
        [
            new(Random(random, Rows * Width, 1), Rows, Width),
            new(Random(random, Rows * N, 1), Rows, N),
            new(Random(random, Rows * N * N, 1), Rows, N, N),
        ];
        using NodeSession expand = new("HyperConnectionExpand", new Dictionary<string, object>(), [1, 1, 1, 1], [1]);
        using NodeSession collapse = Node(6);
        using NodeSession both = Node(6, outputs: 4, inputs: 8);

        Tensor[] results = both.Run([streams, .. weights, norm, .. before]);

        Tensor expanded = expand.Run(before[0], streams, before[1], before[2])[0];
        Tensor[] collapsed = collapse.Run([expanded, .. weights]);
        Assert.Equal(expanded.Floats, results[3].Floats);
        Assert.Equal(collapsed[1].Floats, results[1].Floats);
        Assert.Equal(collapsed[2].Floats, results[2].Floats);
        for (int row = 0; row < Rows; row++)
        {
            float[] token = collapsed[0].Floats[(row * Width)..((row + 1) * Width)];
            double factor = 1 / Math.Sqrt(token.Average(x => (double)x * x) + 1e-6);
            AssertClose([.. token.Zip(norm.Floats, (x, weight) => x * factor * weight)], results[0].Floats[(row * Width)..((row + 1) * Width)], 1e-5);
        }
    }

    [Fact]
    public void A_node_that_writes_back_must_give_the_streams()
    {
        using NodeSession session = Node(6, outputs: 3, inputs: 8);

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(() => session.Run(
            new Tensor(new float[4], 1, 2, 2),
            new Tensor(new float[32], 8, 4),
            new Tensor(new float[8], 8),
            new Tensor(new float[3], 3),
            new Tensor(new float[2], 2),
            new Tensor(new float[2], 1, 2),
            new Tensor(new float[2], 1, 2),
            new Tensor(new float[4], 1, 2, 2)));

        Assert.Contains(
            "HyperConnectionCollapse: output 'streams' is missing; a node with input 'output' gives the streams that it makes of it.",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Iterations_without_end_are_refused_when_the_session_is_made()
    {
        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(() => Node(int.MaxValue));

        Assert.Contains("attribute 'sinkhorn_iterations' is 2147483647; it must be 1 to 1000.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_another_shape_is_refused_in_one_sentence()
    {
        using NodeSession session = Node(20);

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(() => session.Run(
            new Tensor(new float[8], 1, 4, 2),
            new Tensor(new float[23 * 8], 23, 8),
            new Tensor(new float[23], 23),
            new Tensor(new float[3], 3)));

        Assert.Contains(
            "HyperConnectionCollapse: input 'function' has shape [23, 8]; [24, 8] or, for the head, [4, 8] is expected.",
            failure.Message,
            StringComparison.Ordinal);
    }

    private static NodeSession Node(int iterations, int outputs = 3, int inputs = 4) =>
        new(
            "HyperConnectionCollapse",
            new Dictionary<string, object> { ["norm_epsilon"] = 1e-6f, ["epsilon"] = 1e-6f, ["sinkhorn_iterations"] = iterations },
            [.. Enumerable.Repeat<int?>(1, inputs)],
            [.. Enumerable.Repeat<int?>(1, outputs)]);

    private static float[] Random(Random random, int count, float magnitude) =>
        [.. Enumerable.Range(0, count).Select(_ => magnitude * (2 * random.NextSingle() - 1))];

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"element {i}: {actual[i]} in place of {expected[i]}");
        }
    }
}
