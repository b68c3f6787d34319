using Fathom.Operators.Sequences;
using Fathom.Operators.Tests.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.Attention;

public sealed class HybridAttentionErrorTests
{
    private static readonly AttentionShape Shape = AttentionShape.CompressedSparse;

    [Fact]
    public void An_unknown_sequence_is_refused()
    {
        using AttentionNode node = new(Shape);
        AttentionStream stream = new(Shape, 1, 1);

        AssertRefused("sequence 987654321, which does not exist or is disposed", () => node.Run([987654321], [0], [(stream, 0)]));
    }

    [Fact]
    public void A_disposed_sequence_is_refused()
    {
        using AttentionNode node = new(Shape);
        Sequence sequence = Sequence.Create();
        sequence.Dispose();

        AssertRefused($"sequence {sequence.Handle}, which does not exist or is disposed", () => node.Run((sequence, new AttentionStream(Shape, 1, 1), 1)));
    }

    [Fact]
    public void Positions_that_do_not_go_on_from_the_sequence_are_refused_and_change_nothing()
    {
        using AttentionNode node = new(Shape);
        using Sequence sequence = Sequence.Create();
        AttentionStream stream = new(Shape, 9, 1);
        node.Continue(sequence, stream[..5]);
        long handle = sequence.Handle;

        AssertRefused(
            $"input 'positions' has 7 in row 1; sequence {handle} goes on with position 6",
            () => node.Run([handle, handle], [5, 7], [(stream, 5), (stream, 6)]));

        Assert.Equal(node.RunAll(stream)[(5 * 64)..], node.Continue(sequence, stream));
    }

    [Fact]
    public void Rows_of_one_sequence_in_two_places_are_refused_and_the_sequences_stay_usable()
    {
        using AttentionNode node = new(Shape);
        using Sequence a = Sequence.Create(), b = Sequence.Create();
        AttentionStream stream = new(Shape, 2, 1);

        AssertRefused(
            $"sequence {a.Handle} is in use by another run or by rows further up",
            () => node.Run([a.Handle, b.Handle, a.Handle], [0, 0, 1], [(stream, 0), (stream, 0), (stream, 1)]));

        Assert.Equal(node.RunAll(stream), node.Continue(a, stream));
    }

    [Fact]
    public void A_run_on_top_of_an_uncommitted_one_is_refused()
    {
        using AttentionNode node = new(Shape);
        using Sequence sequence = Sequence.Create();
        AttentionStream stream = new(Shape, 4, 1);
        node.Run((sequence, stream, 4));

        AssertRefused("has 0 committed tokens but layer 0 holds 4; commit or rewind", () => node.Run((sequence, stream, 4)));
    }

    [Fact]
    public void A_sequence_of_another_model_is_refused()
    {
        using AttentionNode node = new(Shape);
        using AttentionNode other = new(AttentionShape.Sliding);
        using Sequence sequence = Sequence.Create();
        node.Continue(sequence, new AttentionStream(Shape, 3, 1));

        AssertRefused("whose layer 0 has another shape", () => other.Run((sequence, new AttentionStream(AttentionShape.Sliding, 4, 1), 4)));
    }

    [Theory]
    [InlineData("heads", 0, "attribute 'heads' is 0; it must be 1 to 65536")]
    [InlineData("rotary_width", 7, "attribute 'rotary_width' is 7; it must be even and at most head_width (16)")]
    [InlineData("overlapped", 0, "attribute 'index_topk' asks for an indexer")]
    [InlineData("ratio", 0, "attribute 'overlapped' is 1 but 'ratio' is 0")]
    public void Attributes_that_make_no_sense_are_refused_when_the_session_is_made(string name, int value, string expected)
    {
        Dictionary<string, object> attributes = Shape.Attributes;
        attributes[name] = value;

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(
            () => new NodeSession("HybridAttention", attributes, [1, 1, 1, 1, 1, 7, 7], [1]));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("heads", "head_width", 65536, 65536, "attributes 'heads' (65536) and 'head_width' (65536) make 4294967296 floats of a query; at most 67108864 are possible.")]
    [InlineData("index_heads", "index_width", 65536, 65536, "attributes 'index_heads' (65536) and 'index_width' (65536) make 4294967296 floats of a query")]
    [InlineData("index_heads", "index_width", 4096, 16400, "attributes 'index_heads' (4096) and 'index_width' (16400) make 67174400 floats of a query")]
    public void Heads_and_widths_that_make_too_large_a_query_are_refused_when_the_session_is_made(string heads, string width, int count, int size, string expected)
    {
        Dictionary<string, object> attributes = Shape.Attributes;
        attributes[heads] = count;
        attributes[width] = size;

        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(
            () => new NodeSession("HybridAttention", attributes, [1, 1, 1, 1, 1, 7, 7], [1]));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_compressor_is_refused()
    {
        using NodeSession session = new("HybridAttention", AttentionShape.HeavilyCompressed.Attributes, [1, 1, 1, 1, 1, 7, 7], [1]);

        AssertRefused(
            "HybridAttention: input 'compressor_values' is missing; this node needs it.",
            () => session.Run(
                new Tensor(new float[64], 1, 64),
                new Tensor(new float[16], 1, 16),
                new Tensor(new float[16], 16),
                new Tensor(new float[4], 4),
                new Tensor(new float[4], 4),
                new Tensor(new long[1], 1),
                new Tensor(new long[1], 1)));
    }

    private static void AssertRefused(string expected, Func<object> run)
    {
        OnnxRuntimeException failure = Assert.Throws<OnnxRuntimeException>(run);

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
