using CsCheck;
using Fathom.Operators.Sequences;
using Xunit;

namespace Fathom.Operators.Tests.Attention;

/// <summary>What must not matter: how a stream is cut, who else is in the run, what came and went before. All of it to the last bit.</summary>
public sealed class StreamInvarianceTests
{
    private static readonly AttentionShape[] SmallShapes =
        [AttentionShape.Sliding, AttentionShape.HeavilyCompressed, AttentionShape.CompressedSparse];

    private static readonly AttentionShape[] RealRatios =
    [
        new(2, 16, 8, 128),
        new(2, 16, 8, 128, Ratio: 128),
        new(2, 16, 8, 128, Ratio: 4, IsOverlapped: true, IndexHeads: 2, IndexWidth: 16, TopK: 16),
    ];

    [Fact]
    public void Every_cut_in_two_gives_the_same_bits()
    {
        foreach (AttentionShape shape in SmallShapes)
        {
            AttentionStream stream = new(shape, 40, 1);
            using AttentionNode node = new(shape);
            float[] whole = node.RunAll(stream);

            Assert.All(Enumerable.Range(1, 39), cut => Assert.Equal(whole, node.RunAll(stream, cut)));
        }
    }

    [Fact]
    public void Token_by_token_gives_the_same_bits()
    {
        foreach (AttentionShape shape in SmallShapes)
        {
            AttentionStream stream = new(shape, 70, 2);
            using AttentionNode node = new(shape);

            Assert.Equal(node.RunAll(stream), node.RunAll(stream, Enumerable.Range(1, 69)));
        }
    }

    [Theory]
    [InlineData(3, 4, 5)]
    [InlineData(67, 68, 71)]
    [InlineData(126, 127, 128)]
    [InlineData(128, 129, 131)]
    [InlineData(191, 192, 193)]
    [InlineData(255, 256, 257)]
    public void Cuts_around_windows_ratios_and_pages_give_the_same_bits(params int[] cuts)
    {
        foreach (AttentionShape shape in RealRatios)
        {
            AttentionStream stream = new(shape, 300, 3);
            using AttentionNode node = new(shape);

            Assert.Equal(node.RunAll(stream), node.RunAll(stream, cuts));
        }
    }

    [Fact]
    public void Several_threads_give_the_same_bits()
    {
        foreach (AttentionShape shape in RealRatios)
        {
            AttentionStream stream = new(shape with { Heads = 16, Width = 64 }, 600, 4);
            using AttentionNode one = new(stream.Shape);
            using AttentionNode two = new(stream.Shape, threads: 2);

            Assert.Equal(one.RunAll(stream), two.RunAll(stream));
        }
    }

    [Fact]
    public void A_token_changes_nothing_before_it()
    {
        foreach (AttentionShape shape in SmallShapes)
        {
            int perToken = shape.Heads * shape.Width;
            AttentionStream stream = new(shape, 40, 5);
            using AttentionNode node = new(shape);
            float[] outputs = node.RunAll(stream);
            for (int token = 0; token < stream.Tokens; token++)
            {
                float[] changed = node.RunAll(stream.ContinuedBy(new AttentionStream(shape, 40, 6), token));

                Assert.Equal(outputs[..(token * perToken)], changed[..(token * perToken)]);
                Assert.NotEqual(outputs[(token * perToken)..((token + 1) * perToken)], changed[(token * perToken)..((token + 1) * perToken)]);
            }
        }
    }

    [Fact]
    public void Beyond_the_window_only_relative_positions_matter()
    {
        AttentionShape shape = AttentionShape.Sliding;
        AttentionStream stream = new(shape, 40, 7);
        using AttentionNode node = new(shape);
        using Sequence shifted = Sequence.Create();
        node.Continue(shifted, new AttentionStream(shape, 1000, 8));
        float[] expected = node.RunAll(stream);

        float[] actual = node.Run(
            [.. Enumerable.Repeat(shifted.Handle, 40)],
            [.. Enumerable.Range(1000, 40).Select(p => (long)p)],
            [.. Enumerable.Range(0, 40).Select(p => (stream, p))]);

        int settled = (shape.Window - 1) * shape.Heads * shape.Width;
        Assert.All(expected.Zip(actual).Skip(settled), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
        Assert.NotEqual(expected[..settled], actual[..settled]);
    }

    [Fact]
    public void An_indexer_that_may_select_everything_equals_attention_to_everything()
    {
        AttentionShape sparse = AttentionShape.CompressedSparse with { TopK = 16 };
        AttentionShape dense = sparse with { IndexHeads = 0, IndexWidth = 0, TopK = 0 };
        using AttentionNode sparseNode = new(sparse);
        using AttentionNode denseNode = new(dense);

        Assert.Equal(denseNode.RunAll(new AttentionStream(dense, 67, 9)), sparseNode.RunAll(new AttentionStream(sparse, 67, 9)));
        Assert.NotEqual(denseNode.RunAll(new AttentionStream(dense, 68, 9)), sparseNode.RunAll(new AttentionStream(sparse with { TopK = 15 }, 68, 9)));
    }

    [Fact]
    public void A_ragged_batch_gives_each_sequence_the_bits_it_gets_alone()
    {
        foreach (AttentionShape shape in SmallShapes)
        {
            AttentionStream first = new(shape, 50, 10), second = new(shape, 33, 11), third = new(shape, 20, 12);
            using AttentionNode node = new(shape);
            using Sequence a = Sequence.Create(), b = Sequence.Create(), c = Sequence.Create();
            node.Continue(b, second[..13]);

            float[] together = node.Run((a, first, 50), (b, second, 33), (c, third, 20));

            int perToken = shape.Heads * shape.Width;
            Assert.Equal([.. node.RunAll(first), .. node.RunAll(second)[(13 * perToken)..], .. node.RunAll(third)], together);
        }
    }

    [Fact]
    public void A_rewound_sequence_goes_on_as_if_nothing_had_been() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 400], Gen.Int[0, 40], Gen.Int[0, 400], Gen.Int[1, 60], Gen.Int[1, 400].Array[0, 3]).Sample(
            (kind, tokens, rewindTokens, target, more, cuts) =>
            {
                AttentionShape shape = RealRatios[kind] with { Window = 30, Ratio = Math.Min(RealRatios[kind].Ratio, 24) };
                using AttentionNode node = new(shape);
                using Sequence sequence = Sequence.Create(new SequenceOptions { RewindTokens = rewindTokens });
                AttentionStream before = new(shape, tokens, 13);
                node.Continue(sequence, before, cuts);
                int position = Math.Clamp(target, sequence.EarliestRewind, tokens);
                AttentionStream after = before.ContinuedBy(new AttentionStream(shape, position + more, 14), position);

                sequence.Rewind(position);
                float[] replayed = node.Continue(sequence, after);

                Assert.Equal(node.RunAll(after)[(position * shape.Heads * shape.Width)..], replayed);
            },
            iter: 40);

    [Fact]
    public void A_sequence_rewound_to_the_start_goes_on_as_a_new_one()
    {
        AttentionShape shape = AttentionShape.CompressedSparse;
        using AttentionNode node = new(shape);
        using Sequence sequence = Sequence.Create(new SequenceOptions { RewindTokens = 0 });
        node.Continue(sequence, new AttentionStream(shape, 500, 15));
        AttentionStream stream = new(shape, 90, 16);

        sequence.Rewind(0);

        Assert.Equal(node.RunAll(stream), node.Continue(sequence, stream));
    }

    [Fact]
    public void Forks_and_their_origin_do_not_disturb_one_another()
    {
        foreach (AttentionShape shape in SmallShapes)
        {
            int perToken = shape.Heads * shape.Width;
            AttentionStream origin = new(shape, 120, 17);
            AttentionStream left = origin.ContinuedBy(new AttentionStream(shape, 150, 18), 90);
            AttentionStream right = origin.ContinuedBy(new AttentionStream(shape, 150, 19), 90);
            using AttentionNode node = new(shape);
            using Sequence trunk = Sequence.Create();
            node.Continue(trunk, origin[..90]);
            using Sequence leftFork = trunk.Fork();
            using Sequence rightFork = trunk.Fork();

            // Turn by turn, so that each would read what another had written in its place.
            float[] leftOutputs = node.Continue(leftFork, left[..100]);
            float[] trunkOutputs = node.Continue(trunk, origin[..95]);
            float[] rightOutputs = node.Continue(rightFork, right[..97]);
            leftOutputs = [.. leftOutputs, .. node.Continue(leftFork, left)];
            trunkOutputs = [.. trunkOutputs, .. node.Continue(trunk, origin)];
            rightOutputs = [.. rightOutputs, .. node.Continue(rightFork, right)];

            Assert.Equal(node.RunAll(left)[(90 * perToken)..], leftOutputs);
            Assert.Equal(node.RunAll(right)[(90 * perToken)..], rightOutputs);
            Assert.Equal(node.RunAll(origin)[(90 * perToken)..], trunkOutputs);
        }
    }

    [Fact]
    public void A_run_that_was_not_committed_leaves_no_trace_after_a_rewind()
    {
        foreach (AttentionShape shape in SmallShapes)
        {
            AttentionStream stream = new(shape, 60, 20);
            using AttentionNode node = new(shape);
            using Sequence sequence = Sequence.Create();
            float[] head = node.Continue(sequence, stream[..30]);
            node.Run((sequence, stream.ContinuedBy(new AttentionStream(shape, 60, 21), 0), 57));

            sequence.Rewind(30);

            float[] tail = node.Continue(sequence, stream);

            Assert.Equal(node.RunAll(stream), (float[])[.. head, .. tail]);
        }
    }
}
