using Fathom.Completion;
using Fathom.Server.Configuration;
using Fathom.Server.Models;
using Fathom.Server.Pauses;
using Fathom.Server.Protocol;
using Fathom.Server.Rpc;
using Fathom.Server.Status;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Hosting;

/// <summary>What happens in the background after <c>initialize</c>: the model loads, the parser warms up, the client is told.</summary>
internal sealed class StartUp(
    ServerSession session,
    SettingsService settings,
    ModelHost models,
    ModelChoice commandLine,
    PauseBook pauses,
    RepositoryService repositories,
    StatusReport status,
    ClientMessages client,
    Lifecycle lifecycle,
    ILogger<StartUp> logger)
{
    private const int Error = 1;
    private const string ProgressToken = "fathom/loading";
    private string? _told;

    /// <summary>Watches the editor's process, and starts loading once the answer to <c>initialize</c> is out. Returns at once.</summary>
    public void Begin(long? parentProcess, Task answerWritten)
    {
        models.Changed += TellStatus;
        models.Changed += TellProblem;
        settings.Changed += UseModel;
        settings.Changed += TellStatus;
        settings.Changed += repositories.ApplySettings;
        pauses.Changed += TellStatus;
        _ = LoadAfterAsync(answerWritten);
        if (parentProcess is > 0 and <= int.MaxValue)
        {
            _ = WatchParentAsync((int)parentProcess);
        }
    }

    /// <summary>The client is ready to be talked to: asks for settings and shows the loading. Returns at once.</summary>
    public void Announce()
    {
        if (session.CanPullConfiguration)
        {
            _ = Task.Run(settings.PullAsync);
        }

        _ = Task.Run(ShowLoadingAsync);
        _ = Task.Run(() => repositories.StartAsync(models.UseAsync(Choice())));
    }

    private async Task LoadAfterAsync(Task answerWritten)
    {
        await answerWritten;
        _ = models.UseAsync(Choice());
        await Task.Run(CompletionWarmUp.Run);
    }

    /// <summary>The command line goes before the client's options.</summary>
    private ModelChoice Choice()
    {
        ServerSettings asked = session.Settings;
        return new ModelChoice(commandLine.Folder ?? asked.ModelFolder, commandLine.Threads > 0 ? commandLine.Threads : asked.Threads, asked.ContextTokens, commandLine.BackendBefore(asked.Backend));
    }

    private void UseModel() => _ = models.UseAsync(Choice());

    private async Task ShowLoadingAsync()
    {
        Task loading = models.UseAsync(Choice());
        bool showsProgress = !loading.IsCompleted && session.CanShowProgress && await client.CreateProgressAsync(ProgressToken);
        if (showsProgress)
        {
            await client.ProgressAsync(ProgressToken, new WorkDoneProgress("begin", "Fathom", "Loading the model"));
        }

        await loading;
        if (showsProgress)
        {
            await client.ProgressAsync(ProgressToken, new WorkDoneProgress("end", null, models.State.Failure ?? "Ready"));
        }
    }

    /// <summary>Says once why there is no model, or why it cannot answer.</summary>
    private void TellProblem()
    {
        string? problem = models.State.Failure ?? models.State.Model?.Problem;
        if (Interlocked.Exchange(ref _told, problem) != problem && problem is not null)
        {
            _ = client.LogAsync(Error, problem);
        }
    }

    private void TellStatus()
    {
        if (session.WantsStatus)
        {
            _ = client.StatusAsync(status.Now());
        }
    }

    private async Task WatchParentAsync(int processId)
    {
        await ParentWatcher.WaitForExitAsync(processId, CancellationToken.None);
        logger.LogWarning("the editor's process {ProcessId} has ended", processId);
        lifecycle.End();
    }
}
