namespace Fathom.Server.Rpc;

/// <summary>Where a connection stands in the life cycle that LSP prescribes.</summary>
internal sealed class Lifecycle
{
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _initialized;
    private volatile bool _shutDown;

    /// <summary>True once <c>initialize</c> has arrived.</summary>
    public bool IsInitialized => _initialized;

    /// <summary>True once <c>shutdown</c> has arrived.</summary>
    public bool IsShutDown => _shutDown;

    /// <summary>Ends with the exit code of the process: 0 after <c>shutdown</c>, else 1.</summary>
    public Task<int> Exit => _exit.Task;

    /// <summary>Notes that <c>initialize</c> has arrived.</summary>
    public void Initialize() => _initialized = true;

    /// <summary>Notes that <c>shutdown</c> has arrived.</summary>
    public void ShutDown() => _shutDown = true;

    /// <summary>Ends the connection: by <c>exit</c>, the end of the input, or the end of the editor's process.</summary>
    public void End() => _exit.TrySetResult(_shutDown ? 0 : 1);
}
