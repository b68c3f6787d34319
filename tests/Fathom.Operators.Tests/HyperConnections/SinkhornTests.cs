using CsCheck;
using Fathom.Operators.HyperConnections;
using Fathom.Operators.Vectors;
using Xunit;

namespace Fathom.Operators.Tests.HyperConnections;

public sealed unsafe class SinkhornTests
{
    [Theory]
    [InlineData(
        1,
        new[] { .138387, .138387, .256827, .463430, .247699, .247700, .459696, .025050, .138387, .138387, .256827, .463430, .475525, .475526, .026650, .048089 })]
    [InlineData(
        20,
        new[] { .140349, .140349, .255214, .464087, .255214, .255214, .464087, .025485, .140349, .140349, .255214, .464087, .464086, .464087, .025485, .046341 })]
    public void The_published_vectors_come_out(int iterations, double[] expected)
    {
        float[] matrix = [.. Enumerable.Range(0, 16).Select(i => (i % 7 - 3) / 2f)];

        float[] result = Normalise<Lanes512>(matrix, 4, iterations);

        Assert.All(expected.Zip(result), pair => Assert.Equal(pair.First, pair.Second, 1.5e-6));
    }

    [Fact]
    public void Columns_sum_to_one_and_rows_nearly() =>
        Gen.Select(Gen.Int[1, 6], Gen.Float[-1, 1].Array[36]).Sample((n, values) =>
        {
            float[] result = Normalise<Lanes256>(values[..(n * n)], n, 20);

            for (int i = 0; i < n; i++)
            {
                Assert.Equal(1, Enumerable.Range(0, n).Sum(j => (double)result[j * n + i]), 1e-5);
                Assert.Equal(1, Enumerable.Range(0, n).Sum(k => (double)result[i * n + k]), 1e-3);
            }
        });

    [Fact]
    public void Every_register_width_gives_the_same_bits() =>
        Gen.Select(Gen.Int[1, 5], Gen.Float[-9, 9].Array[25]).Sample((n, values) =>
        {
            float[] expected = Normalise<Lanes128>(values[..(n * n)], n, 20);

            Assert.Equal(expected, Normalise<Lanes256>(values[..(n * n)], n, 20));
            Assert.Equal(expected, Normalise<Lanes512>(values[..(n * n)], n, 20));
        });

    private static float[] Normalise<TLanes>(float[] matrix, int n, int iterations)
        where TLanes : struct, ILanes<TLanes>
    {
        float[] lanes = new float[n * n * TLanes.Count];
        for (int i = 0; i < matrix.Length; i++)
        {
            lanes[i * TLanes.Count] = matrix[i];
        }

        fixed (float* pointer = lanes)
        {
            Sinkhorn.Normalise<TLanes>(pointer, n, iterations, 1e-6f);
        }

        return [.. Enumerable.Range(0, n * n).Select(i => lanes[i * TLanes.Count])];
    }
}
