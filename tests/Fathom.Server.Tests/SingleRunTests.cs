using Fathom.Server.Workspaces;

namespace Fathom.Server.Tests;

public sealed class SingleRunTests
{
    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_while_work_goes_on_begins_nothing_and_leaves_when_it_likes()
    {
        using var release = new ManualResetEventSlim();
        var run = new SingleRun(CancellationToken.None);
        int started = 0;
        int Work(CancellationToken ended)
        {
            Interlocked.Increment(ref started);
            release.Wait(ended);
            return 1;
        }

        Task<int> first = run.RunAsync(Work, Patience);
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Task<int>[] others = [.. Enumerable.Range(0, 100).Select(_ => run.RunAsync(Work, leaving.Token))];
        foreach (Task<int> other in others)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        }

        release.Set();

        Assert.Equal((1, 1), (await first, started));
    }

    [Fact]
    public async Task Work_that_nobody_waits_for_any_more_goes_on_for_the_next_one()
    {
        using var release = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = new SingleRun(CancellationToken.None);
        string? found = null;
        string Work(CancellationToken ended)
        {
            begun.TrySetResult();
            release.Wait(ended);
            return found ??= "read once";
        }

        using var leaving = new CancellationTokenSource();
        Task<string> left = run.RunAsync(Work, leaving.Token);
        await begun.Task;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        release.Set();

        Assert.Equal(("read once", "read once"), (await run.RunAsync(_ => found, Patience), found));
    }

    [Fact]
    public async Task The_end_of_everything_ends_what_runs_and_what_waits()
    {
        using var ended = new CancellationTokenSource();
        var run = new SingleRun(ended.Token);
        int Forever(CancellationToken token)
        {
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
            return 0;
        }

        Task<int> first = run.RunAsync(Forever, Patience);
        Task<int> second = run.RunAsync(Forever, Patience);
        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task Work_that_fails_says_so_and_lets_the_next_one_begin()
    {
        var run = new SingleRun(CancellationToken.None);

        await Assert.ThrowsAsync<IOException>(() => run.RunAsync<int>(_ => throw new IOException("gone"), Patience));

        Assert.Equal(2, await run.RunAsync(_ => 2, Patience));
    }
}
