using System.Diagnostics;

namespace Fathom.Server.Hosting;

/// <summary>Watches the editor's process, so that the server never outlives it.</summary>
internal static class ParentWatcher
{
    /// <summary>How often a process is looked at where the system cannot tell of its end. The runtime would look ten times a second, which shows as load when idle.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Ends when the process has ended. A process that does not exist at the start is not waited for (never ends): its id may belong to another
    /// machine or container, and the end of the input tells as well.
    /// </summary>
    public static async Task WaitForExitAsync(int processId, CancellationToken cancellationToken)
    {
        try
        {
            using Process parent = Process.GetProcessById(processId);
            if (OperatingSystem.IsWindows())
            {
                await parent.WaitForExitAsync(cancellationToken);
                return;
            }

            using PeriodicTimer timer = new(s_interval);
            while (!parent.HasExited)
            {
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        catch (Exception unknown) when (unknown is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
