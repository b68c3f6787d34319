using System.Runtime.InteropServices;

namespace Fathom.Repository.Indexing;

/// <summary>Runs work on a thread of its own that gives way to everything else on the machine.</summary>
public static class BackgroundThread
{
    private const int ProcessOrThread = 0;
    private const int CallingThread = 0;
    private const int Nice = 15;

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
        })
        { IsBackground = true, Name = name, Priority = ThreadPriority.Lowest };
        thread.Start();
        return ended.Task;
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
}
