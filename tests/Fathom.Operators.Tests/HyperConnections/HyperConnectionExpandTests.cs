using CsCheck;
using Fathom.Operators.Tests.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.HyperConnections;

public sealed class HyperConnectionExpandTests
{
    [Fact]
    public void The_published_vector_comes_out()
    {
        using NodeSession session = new("HyperConnectionExpand", new Dictionary<string, object>(), [1, 1, 1, 1], [1]);

        Tensor result = session.Run(
            new Tensor(new float[] { 10, -10 }, 1, 2),
            new Tensor(new float[] { 1, -2, .5f, .25f, -1, 3, 2, 0 }, 1, 4, 2),
            new Tensor(new[] { 1.048234f, .789436f, .988497f, .967830f }, 1, 4),
            new Tensor(
                new[]
                {
                    .512801f, .161310f, .057618f, .268271f,
                    .155591f, .445723f, .355919f, .042766f,
                    .258427f, .173982f, .381072f, .186518f,
                    .073180f, .218985f, .205390f, .502443f,
                },
                1,
                4,
                4))[0];

        Assert.Equal([1, 4, 2], result.Shape);
        float[] expected = [10.960867f, -10.693760f, 8.542514f, -7.583598f, 10.150260f, -8.768013f, 10.786327f, -9.644600f];
        Assert.All(expected.Zip(result.Floats), pair => Assert.Equal(pair.First, pair.Second, 2e-5f));
    }

    [Fact]
    public void The_kernel_agrees_with_the_specification_for_any_shape() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 70], Gen.Int[1, 9], Gen.Float[-100, 100].Array[3200]).Sample(
            (n, width, rows, values) =>
            {
                float[] output = values[..(rows * width)];
                float[] streams = values[..(rows * n * width)];
                float[] post = values[50..(50 + rows * n)];
                float[] combination = values[20..(20 + rows * n * n)];
                using NodeSession session = new("HyperConnectionExpand", new Dictionary<string, object>(), [1, 1, 1, 1], [1]);

                float[] result = session.Run(
                    new Tensor(output, rows, width),
                    new Tensor(streams, rows, n, width),
                    new Tensor(post, rows, n),
                    new Tensor(combination, rows, n, n))[0].Floats;

                for (int row = 0; row < rows; row++)
                {
                    double[] expected = ReferenceHyperConnection.Expand(
                        output[(row * width)..((row + 1) * width)],
                        streams[(row * n * width)..((row + 1) * n * width)],
                        post[(row * n)..((row + 1) * n)],
                        combination[(row * n * n)..((row + 1) * n * n)],
                        n);
                    Assert.All(expected.Zip(result.Skip(row * n * width)), pair => Assert.Equal(pair.First, pair.Second, 0.02));
                }
            },
            iter: 60);

    [Fact]
    public void Identical_streams_stay_identical_under_a_doubly_stochastic_combination_and_a_constant_post()
    {
        using NodeSession session = new("HyperConnectionExpand", new Dictionary<string, object>(), [1, 1, 1, 1], [1]);
        float[] token = [.. Enumerable.Range(0, 20).Select(i => i - 7.5f)];

        float[] result = session.Run(
            new Tensor(token.Select(x => -x).ToArray(), 1, 20),
            new Tensor((float[])[.. token, .. token], 1, 2, 20),
            new Tensor(new[] { .5f, .5f }, 1, 2),
            new Tensor(new[] { .25f, .75f, .75f, .25f }, 1, 2, 2))[0].Floats;

        Assert.Equal(result[..20], result[20..]);
        Assert.Equal(token.Select(x => .5f * x), result[..20]);
    }
}
