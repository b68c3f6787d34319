using Fathom.Operators.Sequences;
using Fathom.Operators.Tests.Attention;
using Xunit;

namespace Fathom.Operators.Tests.Sequences;

public sealed class SequenceTests
{
    private static readonly AttentionShape Shape = new(1, 8, 4, 16, Ratio: 4, IsOverlapped: true);

    [Fact]
    public void A_new_sequence_is_empty_and_has_a_handle_of_its_own()
    {
        using Sequence first = Sequence.Create(), second = Sequence.Create();

        Assert.Equal((0, 0, 0L), (first.Length, first.EarliestRewind, first.Bytes));
        Assert.NotEqual(first.Handle, second.Handle);
    }

    [Fact]
    public void A_commit_must_be_what_the_run_appended()
    {
        using AttentionNode node = new(Shape);
        using Sequence sequence = Sequence.Create();
        node.Run((sequence, new AttentionStream(Shape, 5, 1), 5));

        ArgumentOutOfRangeException failure = Assert.Throws<ArgumentOutOfRangeException>(() => sequence.Commit(4));
        sequence.Commit(5);

        Assert.Contains($"Sequence {sequence.Handle} cannot be committed at 4 tokens because its layers hold 5", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, sequence.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(512)]
    public void The_latest_tokens_can_always_be_rewound_and_older_state_is_dropped(int rewindTokens)
    {
        using AttentionNode node = new(Shape);
        using Sequence sequence = Sequence.Create(new SequenceOptions { RewindTokens = rewindTokens });

        node.Continue(sequence, new AttentionStream(Shape, 2000, 1), Enumerable.Range(1, 1999).Where(i => i % 37 == 0));

        Assert.InRange(sequence.EarliestRewind, 2000 - rewindTokens - 2 * RowStore.PageRows, 2000 - rewindTokens);
    }

    [Fact]
    public void Memory_grows_with_entries_only_once_the_rewindable_past_is_full()
    {
        AttentionShape shape = new(1, 8, 4, 16);
        using AttentionNode node = new(shape);
        using Sequence sequence = Sequence.Create(new SequenceOptions { RewindTokens = 64 });
        node.Continue(sequence, new AttentionStream(shape, 640, 1));
        long bytes = sequence.Bytes;

        node.Continue(sequence, new AttentionStream(shape, 6400, 1));

        Assert.Equal(bytes, sequence.Bytes);
    }

    [Fact]
    public void A_rewind_out_of_reach_is_refused_in_one_sentence()
    {
        using AttentionNode node = new(Shape);
        using Sequence sequence = Sequence.Create(new SequenceOptions { RewindTokens = 0 });
        node.Continue(sequence, new AttentionStream(Shape, 1000, 1));

        ArgumentOutOfRangeException early = Assert.Throws<ArgumentOutOfRangeException>(() => sequence.Rewind(sequence.EarliestRewind - 1));
        ArgumentOutOfRangeException late = Assert.Throws<ArgumentOutOfRangeException>(() => sequence.Rewind(1001));

        Assert.Contains($"can be rewound to {sequence.EarliestRewind}…1000 or to 0, not to {sequence.EarliestRewind - 1}", early.Message, StringComparison.Ordinal);
        Assert.Contains("or to 0, not to 1001", late.Message, StringComparison.Ordinal);
        Assert.Equal(1000, sequence.Length);
    }

    [Fact]
    public void A_fork_has_the_length_and_past_of_its_origin_and_outlives_it()
    {
        using AttentionNode node = new(Shape);
        AttentionStream stream = new(Shape, 200, 1);
        Sequence origin = Sequence.Create();
        node.Continue(origin, stream[..150]);
        node.Run((origin, stream, 160));
        using Sequence fork = origin.Fork();

        origin.Dispose();

        Assert.Equal(150, fork.Length);
        Assert.Equal(node.RunAll(stream)[(150 * 8)..], node.Continue(fork, stream));
    }

    [Fact]
    public void A_disposed_sequence_can_no_longer_be_used()
    {
        Sequence sequence = Sequence.Create();

        sequence.Dispose();

        Assert.Throws<ObjectDisposedException>(() => sequence.Commit(0));
        Assert.Throws<ObjectDisposedException>(() => sequence.Rewind(0));
        Assert.Throws<ObjectDisposedException>(() => sequence.Fork());
    }

    [Fact]
    public void Handles_are_unique_when_several_threads_create_sequences()
    {
        long[] handles = new long[1000];

        Parallel.For(0, handles.Length, i =>
        {
            using Sequence sequence = Sequence.Create();
            handles[i] = sequence.Handle;
        });

        Assert.Equal(handles.Length, handles.Distinct().Count());
    }
}
