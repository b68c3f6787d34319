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
}
