using System.Globalization;
using Fathom.Completion;
using Fathom.Completion.Placement;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Acceptance;
using Fathom.Server.Debounce;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Lists;
using Fathom.Server.Models;
using Fathom.Server.Pauses;
using Fathom.Server.Protocol;
using Fathom.Server.Status;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Inline;

/// <summary>Answers requests for suggestions: the newest of each document wins, and every request ends with an outcome.</summary>
internal sealed class InlineCompletionService(
    DocumentStore documents,
    ServerSession session,
    ModelHost models,
    CompletionPipeline pipeline,
    RepositoryService repositories,
    PrefillScheduler prefill,
    PauseBook pauses,
    AcceptanceTracker acceptance,
    RejectionBackOff backOff,
    AdaptiveDebounce debounce,
    UsageRecorder usage,
    RequestJournal journal,
    ILogger<InlineCompletionService> logger)
{
    private const int RequestCancelled = -32800;
    private const int MostInvokedSuggestions = 3;
    private readonly LatestWins _turns = new();
    private readonly LatestWins _listTurns = new();
    private readonly InlineTrigger _trigger = new();
    private int _lastId;
    private int _running;

    /// <summary>True while a request is being worked on.</summary>
    public bool IsBusy => Volatile.Read(ref _running) > 0;

    /// <summary>How often the model was asked.</summary>
    public int ModelCalls => pipeline.ModelCalls;

    /// <summary>Answers an inline completion request on the text as it is now. To be called on the reader.</summary>
    /// <param name="parameters">The request.</param>
    /// <param name="answerWritten">Ends when the answer of this request has been written.</param>
    /// <param name="cancellationToken">Cancelled when the client cancels the request.</param>
    /// <returns>The list. Ends with the error −32800, and no other, when the request was cancelled or superseded.</returns>
    public async Task<InlineCompletionList> AnswerAsync(InlineCompletionParams parameters, Task answerWritten, CancellationToken cancellationToken)
    {
        CompletionTrigger trigger = _trigger.Read(parameters.Context?.TriggerKind);
        var question = new SuggestionQuestion(
            parameters.TextDocument.Uri,
            parameters.Position,
            trigger,
            trigger == CompletionTrigger.Invoked ? MostInvokedSuggestions : 1,
            parameters.Context?.SelectedCompletionInfo,
            IsForList: false);
        ServedAnswer served = await AskAsync(question, _turns, answerWritten, cancellationToken).ConfigureAwait(false);
        return InlineItems.Of(served.Answer, served.Document, served.Id);
    }

    /// <summary>Answers a request for a completion list with the first line of the suggestion; otherwise like <see cref="AnswerAsync"/>.</summary>
    public async Task<CompletionList> ListAsync(CompletionParams parameters, Task answerWritten, CancellationToken cancellationToken)
    {
        // Lists are also asked for while the user types, and then say "invoked".
        bool mayBeTyping = !session.Settings.IsManual || parameters.Context?.TriggerKind is not (null or 1);
        CompletionTrigger trigger = mayBeTyping ? CompletionTrigger.Automatic : CompletionTrigger.Invoked;
        var question = new SuggestionQuestion(parameters.TextDocument.Uri, parameters.Position, trigger, 1, null, IsForList: true);
        ServedAnswer served = await AskAsync(question, _listTurns, answerWritten, cancellationToken).ConfigureAwait(false);
        return ListItems.Of(served.Answer, served.Document, served.Cursor, served.Id);
    }

    /// <summary>Forgets a document that was closed.</summary>
    public void Close(string key)
    {
        _turns.Close(key);
        _listTurns.Close(key);
        pipeline.Forget(key);
        acceptance.Close(key);
    }

    private Task<ServedAnswer> AskAsync(SuggestionQuestion question, LatestWins turns, Task answerWritten, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        string id = string.Create(CultureInfo.InvariantCulture, $"c-{Interlocked.Increment(ref _lastId)}");
        OpenDocument? document = documents.Find(question.Uri);
        if (document is null)
        {
            document = new OpenDocument(question.Uri, "", "", 0, "");
            var unknown = CompletionAnswer.Nothing(CompletionOutcome.GatedUnknownDocument);
            Record(id, document, question.Position, unknown, TimeProvider.System.GetElapsedTime(start));
            return Task.FromResult(new ServedAnswer(id, document, 0, unknown));
        }

        var request = new CompletionRequest(
            session.Describe(document),
            document.Lines.OffsetOf(question.Position),
            question.Trigger,
            question.MaximumSuggestions,
            InlineItems.Selected(question.Selected, document, question.Position),
            Delay: question.Trigger == CompletionTrigger.Invoked ? TimeSpan.Zero : debounce.Wait(session.Settings.DebounceMilliseconds, backOff.Step(document.Key)));
        if (models.State.Model is { RunsElsewhere: false })
        {
            // Not only until there is an answer: what background work does meanwhile would delay the writing of it.
            IDisposable held = BackgroundThread.Hold();
            _ = answerWritten.ContinueWith(_ => held.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        acceptance.MoveCursor(document.Key, request.Offset);
        InlineTurn turn = turns.Begin(document.Key, answerWritten, cancellationToken);
        prefill.Interrupt();
        Interlocked.Increment(ref _running);
        return Task.Run(() => FinishAsync(id, document, question, request, turn, start), CancellationToken.None);
    }

    private async Task<ServedAnswer> FinishAsync(
        string id, OpenDocument document, SuggestionQuestion question, CompletionRequest request, InlineTurn turn, long start)
    {
        try
        {
            CompletionAnswer answer = await CompleteAsync(document, request, turn);
            if (question.IsForList)
            {
                answer = FirstLine.Of(answer, request.Document, request.Offset);
            }

            await turn.OlderAnswerWritten;
            if (turn.IsSuperseded)
            {
                answer = CompletionAnswer.Nothing(CompletionOutcome.Superseded, answer.Tokens);
            }

            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
            Record(id, document, question.Position, answer, elapsed);
            if (answer.Outcome is CompletionOutcome.Superseded or CompletionOutcome.Cancelled)
            {
                throw new LocalRpcException("the request was cancelled") { ErrorCode = RequestCancelled };
            }

            if (answer.Tokens > 0)
            {
                debounce.Generated(elapsed - request.Delay);
            }

            if (!question.IsForList || !session.HasInlineCompletion)
            {
                // A client that shows both has the whole suggestion on the screen; its list says no more.
                OpenDocument now = documents.Find(document.Uri) ?? document;
                acceptance.Show(id, document, now, request.Document.Language, request.Offset, answer);
            }

            return new ServedAnswer(id, document, request.Offset, answer);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            turn.Dispose();
        }
    }

    /// <summary>The answer of the pipeline. The wait ends with the turn, even where the model needs a moment more to stop.</summary>
    private async Task<CompletionAnswer> CompleteAsync(OpenDocument document, CompletionRequest request, InlineTurn turn)
    {
        if (WhyNotAsked(request) is CompletionOutcome gated)
        {
            return CompletionAnswer.Nothing(gated);
        }

        try
        {
            CompletionSettings settings = backOff.Apply(session.Settings.Completion, document.Key, request.Trigger);
            if (pipeline.AnswerAtOnce(request, settings) is { } known)
            {
                return known;
            }

            ModelState state = models.State;
            if (state.Model is { RunsElsewhere: true } && repositories.WhyNotSent(document) is var reason and not SkipReason.None)
            {
                return CompletionAnswer.Nothing(CompletionOutcome.GatedPrivate, detail: $"It is not sent: {SkipReasons.Explain(reason)}.");
            }

            CompletionRequest asked = request with { Context = await repositories.ContextSoonAsync(document, request.Offset, state.Model, turn.Token) };
            return await pipeline.CompleteAsync(asked, settings, state, turn.Token).WaitAsync(turn.Token);
        }
        catch (OperationCanceledException)
        {
            return CompletionAnswer.Nothing(turn.IsSuperseded ? CompletionOutcome.Superseded : CompletionOutcome.Cancelled);
        }
        catch (Exception failure)
        {
            logger.LogError(failure, "a request failed");
            return CompletionAnswer.Nothing(CompletionOutcome.ModelFailed, detail: failure.Message);
        }
    }

    private CompletionOutcome? WhyNotAsked(CompletionRequest request) =>
        pauses.Find(request.Document.Id, request.Document.Language) is not null ? CompletionOutcome.GatedPaused
            : session.Settings.IsManual && request.Trigger == CompletionTrigger.Automatic ? CompletionOutcome.GatedManual
            : null;

    private void Record(string id, OpenDocument document, Position position, CompletionAnswer answer, TimeSpan elapsed)
    {
        journal.Add(new RequestRecord(id, document.Uri, document.LanguageId, document.Version, position, answer, elapsed));
        if (answer.Suggestions.Count > 0)
        {
            usage.Answered(elapsed);
        }

        logger.LogInformation(
            "{Id} {File}:{Line}:{Character} {Outcome} {Tokens} tokens {Milliseconds:F1} ms{Detail}",
            id,
            document.Uri[(document.Uri.LastIndexOf('/') + 1)..],
            position.Line,
            position.Character,
            RequestJournal.NameOf(answer.Outcome),
            answer.Tokens,
            elapsed.TotalMilliseconds,
            answer.Detail is null ? "" : $": {answer.Detail}");
    }
}
