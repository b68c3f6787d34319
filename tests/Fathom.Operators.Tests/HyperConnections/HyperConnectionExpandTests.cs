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
}
