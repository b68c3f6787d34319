using Fathom.Completion;
using Fathom.Completion.Generation;
using Fathom.Server.Acceptance;
using Fathom.Server.Commands;
using Fathom.Server.Debounce;
using Fathom.Server.Documents;
using Fathom.Server.Endpoints;
using Fathom.Server.Inline;
using Fathom.Server.Lists;
using Fathom.Server.Models;
using Fathom.Server.Pauses;
using Fathom.Server.Refactoring;
using Fathom.Server.Rpc;
using Fathom.Server.Statistics;
using Fathom.Server.Status;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;

namespace Fathom.Server.Hosting;

/// <summary>One client served over one pair of streams: all parts made and wired here, and nowhere else.</summary>
internal static class LanguageServer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Serves until <c>exit</c>, the end of the input or the end of the editor's process.</summary>
    /// <param name="input">What the client writes.</param>
    /// <param name="output">What the client reads; nothing but protocol is written to it.</param>
    /// <param name="model">Which model to load.</param>
    /// <param name="load">Loads it.</param>
    /// <param name="loggers">Where the log goes.</param>
    /// <param name="cacheFolder">Where the statistics are stored; null to keep them in memory.</param>
    /// <param name="cancellationToken">Ends it, as <c>exit</c> does.</param>
    /// <returns>The exit code: 0 after <c>shutdown</c> and <c>exit</c>, else 1.</returns>
    public static async Task<int> RunAsync(
        Stream input, Stream output, ModelChoice model, Func<ModelChoice, ICompletionModel> load, ILoggerFactory loggers, string? cacheFolder, CancellationToken cancellationToken)
    {
        ILogger logger = loggers.CreateLogger("Fathom");
        var lifecycle = new Lifecycle();
        await using CancellationTokenRegistration ending = cancellationToken.Register(lifecycle.End);
        var models = new ModelHost(load, Environment.GetEnvironmentVariable, loggers.CreateLogger<ModelHost>());
        using var connection = new LspConnection(new LspMessageHandler(output, input, lifecycle, logger));
        var session = new ServerSession();
        var client = new ClientMessages(connection, loggers.CreateLogger<ClientMessages>());
        var settings = new SettingsService(session, client, loggers.CreateLogger<SettingsService>());
        var documents = new DocumentStore();
        var journal = new RequestJournal();
        TimeProvider time = TimeProvider.System;
        using var pauses = new PauseBook(time);
        UsageFile? usageFile = cacheFolder is null ? null : new UsageFile(cacheFolder, time, loggers.CreateLogger<UsageFile>());
        await using var usage = new UsageStore(usageFile, time, loggers.CreateLogger<UsageStore>());
        var backOff = new RejectionBackOff(time);
        var recorder = new UsageRecorder(usage, journal, backOff, time);
        var acceptance = new AcceptanceTracker(recorder, time);
        var debounce = new AdaptiveDebounce(time);
        using var compiler = new CompilerHost(session, documents, cacheFolder, loggers.CreateLogger<CompilerHost>());
        using var repositories = new RepositoryService(session, documents, models, client, compiler.Service, cacheFolder, loggers.CreateLogger<RepositoryService>());
        repositories.FilesChanged += compiler.Changed;
        repositories.RulesChanged += compiler.FoldersChanged;
        using var prefill = new PrefillScheduler(session, models, pauses, repositories, compiler, loggers.CreateLogger<PrefillScheduler>());
        var pipeline = new CompletionPipeline(compiler.Service);
        models.Changed += pipeline.ForgetAll;
        settings.Changed += pipeline.ForgetAll;
        var inline = new InlineCompletionService(
            documents,
            session,
            models,
            pipeline,
            repositories,
            prefill,
            pauses,
            acceptance,
            backOff,
            debounce,
            recorder,
            journal,
            loggers.CreateLogger<InlineCompletionService>());
        using var refactorings = new RefactoringCommands(session, documents, repositories, client, () => model.BackendBefore(session.Settings.Backend), cacheFolder, loggers.CreateLogger<RefactoringCommands>());
        var status = new StatusReport(session, documents, models, pauses, journal, inline, compiler);
        var lists = new ListSwitch(session, client);
        var startUp = new StartUp(
            session, settings, models, model, pauses, repositories, status, client, lifecycle, loggers.CreateLogger<StartUp>());

        connection.AddLocalRpcTarget(new LifecycleEndpoint(
            session, settings, lists, lifecycle, startUp, connection, loggers.CreateLogger<LifecycleEndpoint>()));
        connection.AddLocalRpcTarget(new DocumentEndpoint(documents, inline, acceptance, debounce, repositories, prefill, loggers.CreateLogger<DocumentEndpoint>()));
        connection.AddLocalRpcTarget(new InlineCompletionEndpoint(inline, connection, loggers.CreateLogger<InlineCompletionEndpoint>()));
        connection.AddLocalRpcTarget(new ListEndpoint(inline, lists, connection, loggers.CreateLogger<ListEndpoint>()));
        connection.AddLocalRpcTarget(new WorkspaceEndpoint(session, settings, repositories, compiler, loggers.CreateLogger<WorkspaceEndpoint>()));
        connection.AddLocalRpcTarget(new StatusEndpoint(status, acceptance, usage, loggers.CreateLogger<StatusEndpoint>()));
        connection.AddLocalRpcTarget(new CommandEndpoint(
            acceptance, new PauseCommands(pauses, session, documents), refactorings, usage, loggers.CreateLogger<CommandEndpoint>()));

        // Handlers start one after another in the order of the messages; what takes time leaves this context.
        connection.SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false);
        connection.CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
        connection.StartListening();

        Task ended = await Task.WhenAny(lifecycle.Exit, connection.Completion);
        if (ended != lifecycle.Exit)
        {
            if (connection.Completion.Exception is { } broken)
            {
                logger.LogError("the connection is broken: {Reason}", broken.InnerException?.Message ?? broken.Message);
            }

            // The notification `exit` may still be on its way through the handlers when the input ends behind it.
            await Task.WhenAny(lifecycle.Exit, Task.Delay(100));
            lifecycle.End();
        }

        int code = await lifecycle.Exit;

        // What would begin once the model is loaded does not begin any more.
        prefill.Dispose();
        repositories.Dispose();
        compiler.Dispose();
        await models.SettleAsync(s_patience);
        return code;
    }
}
