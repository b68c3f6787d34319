using System.Runtime.InteropServices;

namespace Fathom.Repository.Indexing;

/// <summary>Runs work on a thread of its own that gives way to everything else on the machine.</summary>
public static class BackgroundThread
{
    private const int ProcessOrThread = 0;
    private const int CallingThread = 0;
    private const int Nice = 15;

    // Bytes, of which only those that are used take memory: Roslyn reads and binds by recursion.
    private const int StackSize = 16 * 1024 * 1024;

    // A request that never ends must not end the reading.
    private const int LongestRest = 200;

    // Bytes: as much as some five answers make, or reading between two keys. Each collection looks at some of what is older too, and costs milliseconds however little is new.
    private const long Litter = 6_000_000;
    private static readonly ManualResetEventSlim s_quiet = new(initialState: true);
    private static readonly Lock s_lock = new();
    private static readonly SemaphoreSlim s_turn = new(1);
    private static int s_urgent;

    [ThreadStatic]
    private static bool s_givesWay;

    /// <summary>Runs work; the task ends with it, and with its exception.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="work">The work; what it throws when it is cancelled cancels the task.</param>
    /// <param name="cancellationToken">Where it is cancelled already, the work does not begin.</param>
    public static Task Run(string name, Action work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                GiveWay();
                s_givesWay = true;
                work();
                ended.SetResult();
            }
            catch (OperationCanceledException cancelled)
            {
                ended.SetCanceled(cancelled.CancellationToken);
            }
            catch (Exception failure)
            {
                ended.SetException(failure);
            }
        }, StackSize)
        { IsBackground = true, Name = name, Priority = ThreadPriority.Lowest };
        thread.Start();
        return ended.Task;
    }

    /// <summary>As <see cref="Run"/>, for work that reads a whole folder: one after the other, so that a core is left, and half the garbage is made at a time.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="work">The work; what it throws when it is cancelled cancels the task.</param>
    /// <param name="cancellationToken">Where it is cancelled before its turn, the work does not begin.</param>
    public static async Task RunInTurn(string name, Action work, CancellationToken cancellationToken)
    {
        await s_turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Run(name, work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            s_turn.Release();
        }
    }

    /// <summary>Has background work rest between two steps, until what is returned is disposed of: somebody waits for an answer that this process computes.</summary>
    /// <remarks>
    /// Priorities alone are not enough: what is read allocates, and each collection of garbage stops all threads, and most of all the one that somebody waits for. So garbage is
    /// collected when the wait is over.
    /// </remarks>
    public static IDisposable Hold()
    {
        lock (s_lock)
        {
            s_urgent++;
            s_quiet.Reset();
        }

        return new Held();
    }

    /// <summary>Between two steps of work: rests while it is held, for a moment at most; elsewhere than on a background thread it returns at once.</summary>
    /// <param name="cancellationToken">Ends the rest, without an exception.</param>
    public static void Rest(CancellationToken cancellationToken)
    {
        if (s_givesWay && !s_quiet.IsSet && !cancellationToken.IsCancellationRequested)
        {
            WaitHandle.WaitAny([s_quiet.WaitHandle, cancellationToken.WaitHandle], LongestRest);
        }
    }

    // On Linux the runtime leaves priorities alone, while the system has a niceness for every thread.
    private static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(ProcessOrThread, CallingThread, Nice);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);

    private sealed class Held : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            lock (s_lock)
            {
                bool wasOver = _isOver;
                _isOver = true;
                if (wasOver || --s_urgent > 0)
                {
                    return;
                }

                s_quiet.Set();
            }

            YoungGarbage.CollectAbove(Litter);
        }
    }
}
