using System.Diagnostics;
using Fathom.Repository.Indexing;

namespace Fathom.Repository.Tests.Indexing;

public sealed class BackgroundThreadTests
{
    [Fact]
    public async Task Work_that_is_cancelled_before_it_begins_never_begins()
    {
        bool hasBegun = false;

        Task work = BackgroundThread.Run("test", () => hasBegun = true, new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.False(hasBegun);
    }

    [Fact]
    public async Task Work_that_is_cancelled_ends_as_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        Task work = BackgroundThread.Run(
            "test",
            () =>
            {
                cancellation.Token.WaitHandle.WaitOne();
                cancellation.Token.ThrowIfCancellationRequested();
            },
            cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.True(work.IsCanceled);
    }

    [Fact]
    public async Task Whole_folders_are_read_one_after_the_other()
    {
        int reading = 0, most = 0;
        void Read()
        {
            most = Math.Max(most, Interlocked.Increment(ref reading));
            Thread.Sleep(20);
            Interlocked.Decrement(ref reading);
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => BackgroundThread.RunInTurn("test", Read, CancellationToken.None)));

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_does_not_keep_others_from_their_turn()
    {
        Task failing = BackgroundThread.RunInTurn("test", () => throw new InvalidOperationException(), CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        bool isRead = false;

        await BackgroundThread.RunInTurn("test", () => isRead = true, CancellationToken.None);

        Assert.True(isRead);
    }

    [Fact]
    public async Task Background_work_rests_while_somebody_waits_and_goes_on_after_that()
    {
        int steps = 0;
        using var ended = new CancellationTokenSource();
        void Work()
        {
            while (!ended.IsCancellationRequested)
            {
                Interlocked.Increment(ref steps);
                BackgroundThread.Rest(ended.Token);
            }
        }

        using IDisposable first = BackgroundThread.Hold();
        using IDisposable second = BackgroundThread.Hold();
        Task work = BackgroundThread.Run("test", Work, CancellationToken.None);
        first.Dispose();
        first.Dispose();
        while (Volatile.Read(ref steps) == 0)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        long start = Stopwatch.GetTimestamp();
        int before = Volatile.Read(ref steps);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        int meanwhile = Volatile.Read(ref steps) - before;
        int rests = (int)(Stopwatch.GetElapsedTime(start).TotalMilliseconds / 190);
        second.Dispose();
        while (Volatile.Read(ref steps) < 1_000)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        await ended.CancelAsync();
        await work;

        // A rest is a fifth of a second at most, so that nobody holds work up for good.
        Assert.InRange(meanwhile, 0, 3 + rests);
    }

    [Fact]
    public void Garbage_is_collected_when_nobody_waits_any_more()
    {
        for (int i = 0; i < 20; i++)
        {
            int before = GC.CollectionCount(0);
            BackgroundThread.Hold().Dispose();
            IDisposable held = BackgroundThread.Hold();
            Litter();
            bool isDisturbed = GC.CollectionCount(0) != before;

            held.Dispose();

            // A collection of the runtime's own in between makes one of ours unnecessary.
            if (!isDisturbed)
            {
                Assert.True(GC.CollectionCount(0) > before);
                return;
            }
        }

        Assert.Skip("The runtime itself collects more often than every ten megabytes here.");
    }

    [Fact]
    public async Task Other_threads_do_not_rest()
    {
        using IDisposable held = BackgroundThread.Hold();
        int steps = 0;
        void RestOften()
        {
            for (; steps < 10_000; steps++)
            {
                BackgroundThread.Rest(TestContext.Current.CancellationToken);
            }
        }

        // So many rests would take half an hour.
        await Task.Run(RestOften, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(10_000, steps);
    }

    /// <summary>Makes some megabytes of small objects, none of which is needed any more.</summary>
    private static void Litter()
    {
        for (int i = 0; i < 10_000; i++)
        {
            GC.KeepAlive(new byte[1_000]);
        }
    }
}
