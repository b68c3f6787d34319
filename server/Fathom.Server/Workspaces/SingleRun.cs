namespace Fathom.Server.Workspaces;

/// <summary>
/// Runs long work on one thread at a time. Whoever asks meanwhile waits without a thread, for as long as it likes; what has begun goes on for those who come after.
/// </summary>
/// <param name="ended">Ends what runs and what waits.</param>
internal sealed class SingleRun(CancellationToken ended)
{
    // Never disposed: it holds nothing, and work may end after everything else.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Runs work once what runs before it has ended.</summary>
    /// <param name="work">The work; its token is that of the whole, so that what it finds is there for the next one.</param>
    /// <param name="cancellationToken">Ends the wait for the turn and for the result, not the work.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled, or everything has ended.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
        await _turn.WaitAsync(waiting.Token);
        Task<T> running = Task.Run(
            () =>
            {
                try
                {
                    return work(ended);
                }
                finally
                {
                    _turn.Release();
                }
            },
            CancellationToken.None);
        return await running.WaitAsync(waiting.Token);
    }
}
