using Fathom.Operators.Vectors;
using Xunit;

namespace Fathom.Operators.Tests.Vectors;

public sealed unsafe class SoftmaxTests
{
    public static TheoryData<int> Lengths => [1, 3, 15, 16, 17, 100, 16384];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Sums_are_those_of_doubles_at_every_width(int length)
    {
        float[] row = Row(length);
        row[length / 2] = float.NegativeInfinity;
        row[^1] = 4;
        double largest = row.Max();
        double sum = row.Sum(x => Math.Exp(x - largest));
        double moment = row.Where(float.IsFinite).Sum(x => (x - largest) * Math.Exp(x - largest));

        foreach (SoftmaxSums sums in AtEveryWidth(row))
        {
            Assert.Equal(largest, sums.Largest);
            Assert.Equal(sum, sums.Sum, 1e-5 * sum);
            Assert.Equal(moment, sums.Moment, 1e-5 * (1 - moment));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_value_that_is_no_number_shows_in_the_moment_wherever_it_stands(int length)
    {
        for (int at = 0; at < length; at += Math.Max(1, length / 7))
        {
            float[] row = Row(length);
            row[at] = float.NaN;

            Assert.All(AtEveryWidth(row), sums => Assert.False(float.IsFinite(sums.Moment)));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Weights_are_those_of_the_temperature(int length)
    {
        float[] row = Row(length);
        float largest = row.Max();
        float[] weights = new float[length];

        Softmax.Weigh(row, largest, 1 / 0.8f, weights);

        for (int i = 0; i < length; i++)
        {
            Assert.Equal(Math.Exp((row[i] - largest) / 0.8), weights[i], 1e-5);
        }
    }

    [Fact]
    public void An_empty_row_has_no_softmax() => Assert.Throws<ArgumentException>(() => Softmax.Sums([]));

    private static SoftmaxSums[] AtEveryWidth(float[] row)
    {
        fixed (float* x = row)
        {
            return [Softmax.Sums<Lanes128>(x, row.Length), Softmax.Sums<Lanes256>(x, row.Length), Softmax.Sums<Lanes512>(x, row.Length)];
        }
    }

    private static float[] Row(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 20) - 17))];
    }
}
