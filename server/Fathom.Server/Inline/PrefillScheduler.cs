using Fathom.Completion;
using Fathom.Completion.Generation;
using Fathom.Repository.Files;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Models;
using Fathom.Server.Pauses;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Inline;

/// <summary>
/// Prepares the model, in idle time, for the place where the user will probably type next. Only the latest place counts, and a request of the
/// user interrupts.
/// </summary>
internal sealed class PrefillScheduler : IDisposable
{
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(150);
    private readonly ServerSession _session;
    private readonly ModelHost _models;
    private readonly PauseBook _pauses;
    private readonly RepositoryService _repositories;
    private readonly CompilerHost _compiler;
    private readonly ILogger<PrefillScheduler> _logger;
    private readonly Lock _lock = new();
    private CancellationTokenSource _current = new();
    private (OpenDocument Document, int Offset)? _waiting;

    public PrefillScheduler(
        ServerSession session, ModelHost models, PauseBook pauses, RepositoryService repositories, CompilerHost compiler, ILogger<PrefillScheduler> logger)
    {
        (_session, _models, _pauses, _repositories, _compiler, _logger) = (session, models, pauses, repositories, compiler, logger);
        models.Changed += PrefillWaiting;
    }

    /// <summary>Prepares for a place, once nothing has happened for a moment.</summary>
    public void Schedule(OpenDocument document, int offset)
    {
        CancellationToken token = Restart();
        lock (_lock)
        {
            _waiting = (document, offset);
        }

        _ = PrefillAsync(document, offset, token);
    }

    /// <summary>Stops preparing: the user's own request comes first.</summary>
    public void Interrupt() => Restart();

    /// <summary>A document was closed: nobody types in it next.</summary>
    public void Close(string key)
    {
        lock (_lock)
        {
            if (_waiting?.Document.Key == key)
            {
                _waiting = null;
                _current.Cancel();
                _current = new CancellationTokenSource();
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _models.Changed -= PrefillWaiting;
        lock (_lock)
        {
            _current.Cancel();
        }
    }

    private CancellationToken Restart()
    {
        lock (_lock)
        {
            _current.Cancel();
            _current = new CancellationTokenSource();
            return _current.Token;
        }
    }

    /// <summary>The model has become ready: a document opened before is prepared now.</summary>
    private void PrefillWaiting()
    {
        lock (_lock)
        {
            if (_waiting is var (document, offset))
            {
                _ = PrefillAsync(document, offset, Restart());
            }
        }
    }

    private async Task PrefillAsync(OpenDocument document, int offset, CancellationToken token)
    {
        try
        {
            // Before anything interrupts: an editor that asks at every key never lets the moment pass. This is on the reader's thread, and sends nothing.
            if (ModelFor(document) is not null)
            {
                _compiler.Follow(_session.Describe(document));
            }

            await Task.Delay(s_idle, token);
            if (ModelFor(document) is { } model && (!model.RunsElsewhere || _repositories.WhyNotSent(document) == SkipReason.None))
            {
                CompletionDocument described = _session.Describe(document);
                _compiler.Prepare(described, offset);
                IReadOnlyList<ContextFile> context = await _repositories.ContextAsync(document, offset, model, token);
                await CompletionPipeline.PrefillAsync(described, offset, _session.Settings.Completion, model, token, context);
            }
        }
        catch (OperationCanceledException)
        {
            _logger.LogTrace("prefill of {Uri} gave way", document.Uri);
        }
        catch (Exception failure)
        {
            _logger.LogWarning("prefill of {Uri} failed: {Reason}", document.Uri, failure.Message);
        }
    }

    /// <summary>The model, where it is ready and would be asked in a document; else null.</summary>
    private ICompletionModel? ModelFor(OpenDocument document)
    {
        CompletionDocument described = _session.Describe(document);
        return _models.State.Model is { } model
            && CompletionPipeline.CheckDocument(described, _session.Settings.Completion) is null
            && _pauses.Find(described.Id, described.Language) is null
            ? model
            : null;
    }
}
