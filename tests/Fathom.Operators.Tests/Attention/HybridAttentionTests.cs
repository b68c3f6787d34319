using CsCheck;
using Xunit;

namespace Fathom.Operators.Tests.Attention;

public sealed class HybridAttentionTests
{
    private static readonly Gen<AttentionShape> Shapes =
        from heads in Gen.Int[1, 9]
        from width in Gen.Int[2, 40]
        from rotary in Gen.Int[0, width / 2]
        from window in Gen.Int[1, 20]
        from kind in Gen.Int[0, 3]
        from ratio in Gen.Int[1, 9]
        from indexHeads in Gen.Int[1, 5]
        from indexWidth in Gen.Int[Math.Max(1, 2 * rotary), 2 * rotary + 20]
        from topK in Gen.Int[1, 6]
        select new AttentionShape(
            heads,
            width,
            2 * rotary,
            window,
            kind == 0 ? 0 : ratio,
            kind >= 2,
            kind == 3 ? indexHeads : 0,
            kind == 3 ? indexWidth : 0,
            kind == 3 ? topK : 0);

    [Fact]
    public void The_kernel_agrees_with_the_specification_for_any_shape() =>
        Gen.Select(Shapes, Gen.Int[1, 90], Gen.Int, Gen.Int[0, 90].Array[0, 4]).Sample(
            (shape, tokens, seed, cuts) =>
            {
                AttentionStream stream = new(shape, tokens, seed);
                using AttentionNode node = new(shape);

                float[] outputs = node.RunAll(stream, cuts);

                AssertMatchesReference(stream, outputs, 2e-5);
            },
            iter: 60);

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-12f)]
    [InlineData(30f)]
    [InlineData(1e15f)]
    public void The_kernel_agrees_with_the_specification_for_inputs_of_any_size(float magnitude)
    {
        foreach (AttentionShape shape in new[] { AttentionShape.Sliding, AttentionShape.HeavilyCompressed, AttentionShape.CompressedSparse })
        {
            AttentionStream stream = new(shape, 70, 7, magnitude);
            using AttentionNode node = new(shape);

            AssertMatchesReference(stream, node.RunAll(stream), 1e-4);
        }
    }

    [Fact]
    public void The_kernel_agrees_with_the_specification_at_the_shapes_of_the_embedded_model()
    {
        foreach (AttentionShape shape in new AttentionShape[]
        {
            new(8, 64, 16, 128),
            new(8, 64, 16, 128, Ratio: 128),
            new(8, 64, 16, 128, Ratio: 4, IsOverlapped: true, IndexHeads: 4, IndexWidth: 32, TopK: 64),
        })
        {
            AttentionStream stream = new(shape, 400, 3);
            using AttentionNode node = new(shape, threads: 2);

            AssertMatchesReference(stream, node.RunAll(stream, 300, 301), 2e-5);
        }
    }

    [Fact]
    public void A_query_sees_an_entry_from_the_token_that_closes_its_window()
    {
        AttentionShape shape = new(1, 4, 0, 1, Ratio: 4);
        AttentionStream stream = new(shape, 8, 1);
        AttentionStream other = new(shape, 8, 2);
        Array.Copy(stream.KeyValue, other.KeyValue, stream.KeyValue.Length);
        Array.Copy(stream.Query, other.Query, stream.Query.Length);
        using AttentionNode node = new(shape);

        float[] left = node.RunAll(stream);
        float[] right = node.RunAll(other);

        Assert.Equal(left[..12], right[..12]);
        Assert.NotEqual(left[12..16], right[12..16]);
    }

    private static void AssertMatchesReference(AttentionStream stream, float[] outputs, double tolerance)
    {
        ReferenceAttention reference = new(stream);
        double[][] expected = reference.Compute();
        for (int t = 0; t < stream.Tokens; t++)
        {
            if (reference.UndecidedRows.Contains(t))
            {
                continue;
            }

            double scale = 1 + expected[t].Max(Math.Abs);
            for (int i = 0; i < expected[t].Length; i++)
            {
                double actual = outputs[t * expected[t].Length + i];
                Assert.True(Math.Abs(expected[t][i] - actual) <= tolerance * scale, $"{stream.Shape}: token {t}, element {i}: {actual} in place of {expected[t][i]}");
            }
        }
    }
}
