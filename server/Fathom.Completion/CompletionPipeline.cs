using Fathom.Completion.Cursor;
using Fathom.Completion.Filtering;
using Fathom.Completion.Gate;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Completion.Placement;
using Fathom.Completion.Prompting;
using Fathom.Completion.Ranking;
using Fathom.Completion.Recall;
using Fathom.Completion.Stopping;

namespace Fathom.Completion;

/// <summary>From a document and a cursor to suggestions: gate, recall, prompt, generation, stop, filters, ranking.</summary>
/// <remarks>Safe for concurrent use. Its only state is the memory of earlier suggestions. It never reads a file.</remarks>
/// <param name="compiler">What guides the model in C# documents and checks what it wrote; null for neither.</param>
public sealed class CompletionPipeline(CompilerService? compiler = null)
{
    private readonly SuggestionMemory _memory = new();
    private int _modelCalls;

    /// <summary>How often a model was asked to generate.</summary>
    public int ModelCalls => Volatile.Read(ref _modelCalls);

    /// <summary>Answers one request.</summary>
    /// <param name="request">The question; its offset has to lie inside the text.</param>
    /// <param name="settings">What the user has set.</param>
    /// <param name="modelState">The model, or why there is none.</param>
    /// <param name="cancellationToken">Cancelled when the answer is not wanted any more.</param>
    /// <returns>The answer. A model that fails gives the outcome <see cref="CompletionOutcome.ModelFailed"/>, not an exception.</returns>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    public async Task<CompletionAnswer> CompleteAsync(
        CompletionRequest request, CompletionSettings settings, ModelState modelState, CancellationToken cancellationToken)
    {
        CursorContext cursor = CursorOf(request);
        if (AnswerAtOnce(cursor, request, settings) is { } known)
        {
            return known;
        }

        if (modelState.Model is not { } model)
        {
            return CompletionAnswer.Nothing(
                modelState.Failure is null ? CompletionOutcome.ModelLoading : CompletionOutcome.ModelFailed, detail: modelState.Failure);
        }

        if (request.Delay > TimeSpan.Zero)
        {
            await Task.Delay(request.Delay, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await GenerateAsync(cursor, request, settings, model, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return CompletionAnswer.Nothing(CompletionOutcome.ModelFailed, detail: failure.Message);
        }
    }

    /// <summary>The answer that needs no model: a gate is closed, or an earlier suggestion still fits. Null when a model has to be asked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    public CompletionAnswer? AnswerAtOnce(CompletionRequest request, CompletionSettings settings) =>
        AnswerAtOnce(CursorOf(request), request, settings);

    /// <summary>The reason why a document never gets completion, whatever the place; null when it does.</summary>
    public static CompletionOutcome? CheckDocument(CompletionDocument document, CompletionSettings settings) =>
        CompletionGate.CheckDocument(document, settings);

    /// <summary>Prepares the model for a cursor in a document, so that the first suggestion there comes at once. Does nothing where a gate is closed.</summary>
    /// <exception cref="OperationCanceledException">The preparation was cancelled.</exception>
    public static async Task PrefillAsync(
        CompletionDocument document,
        int offset,
        CompletionSettings settings,
        ICompletionModel model,
        CancellationToken cancellationToken,
        IReadOnlyList<ContextFile>? context = null)
    {
        if (CompletionGate.CheckDocument(document, settings) is null)
        {
            await model.PrefillAsync(PromptText.Of(CursorContext.At(document, offset), Allowed(context, settings)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets what was suggested in a document.</summary>
    public void Forget(string documentId) => _memory.Forget(documentId);

    /// <summary>Forgets all that was suggested, as when the settings change or another model is chosen.</summary>
    public void ForgetAll() => _memory.Clear();

    /// <summary>What the user has excluded never becomes part of a prompt, whoever offers it.</summary>
    private static IReadOnlyList<ContextFile>? Allowed(IReadOnlyList<ContextFile>? context, CompletionSettings settings) =>
        context is null || context.Count == 0 ? context : [.. context.Where(file => !file.Paths.Any(settings.IsExcluded))];

    /// <summary>With a selected entry the model goes on from the text as it would be with that entry inserted.</summary>
    private static CursorContext CursorOf(CompletionRequest request)
    {
        if (request.Selected is not { } entry)
        {
            return CursorContext.At(request.Document, request.Offset);
        }

        string text = string.Concat(request.Document.Text.AsSpan(0, entry.Start), entry.Text, request.Document.Text.AsSpan(entry.End));
        return CursorContext.At(request.Document with { Text = text }, entry.Start + entry.Text.Length);
    }

    private CompletionAnswer? AnswerAtOnce(CursorContext cursor, CompletionRequest request, CompletionSettings settings)
    {
        if (CompletionGate.CheckDocument(cursor.Document, settings) is CompletionOutcome closed)
        {
            return CompletionAnswer.Nothing(closed);
        }

        if (request.Selected is not null && !settings.ExtendSelectedEntry)
        {
            // Whatever is shown has to begin with the entry, so there is nothing else to say.
            return CompletionAnswer.Nothing(CompletionOutcome.FilteredSelectedEntry);
        }

        if (request.Trigger == CompletionTrigger.Automatic && Recall(cursor, request) is Suggestion recalled)
        {
            return SuggestionPlacer.ChangesNothing(cursor, recalled)
                ? CompletionAnswer.Nothing(CompletionOutcome.FilteredRepeatsSuffix)
                : new CompletionAnswer(CompletionOutcome.Recalled, [recalled], 0);
        }

        // What is on the screen stays there while it is typed, also where nothing new would be asked for.
        return CompletionGate.CheckPlace(cursor, request.Trigger, settings) is CompletionOutcome gated ? CompletionAnswer.Nothing(gated) : null;
    }

    private Suggestion? Recall(CursorContext cursor, CompletionRequest request) =>
        _memory.Find(cursor) is { } recalled
            ? SuggestionPlacer.Place(cursor, request.Selected, recalled.Remainder, recalled.Suggestion.Confidence, recalled.Suggestion.Tokens)
            : null;

    private async Task<CompletionAnswer> GenerateAsync(
        CursorContext cursor, CompletionRequest request, CompletionSettings settings, ICompletionModel model, CancellationToken cancellationToken)
    {
        using var budget = new CancellationTokenSource(BudgetOf(request.Trigger, settings));
        string[] directives = MissingDirectives.At(cursor, compiler, cancellationToken);
        MemberTokens? member = MemberTokens.At(cursor, cancellationToken);
        CompletionPrompt prompt = PromptText.Of(cursor, Allowed(request.Context, settings)) with
        {
            FirstWords = [.. MissingLine.FirstWords(cursor, needsDirective: directives.Length > 0, cancellationToken)],
            MissingDirectives = [.. directives],
            UndeclaredNames = member is null ? [] : [.. UndeclaredNames.In(cursor, member)],
            UnusedNames = member is null ? [] : [.. UnusedNames.In(cursor, member)],
            LineBelow = LinesBelow.At(cursor),
        };
        IStopRule stop = prompt.FirstWords.Length > 0 ? LineStop.Instance : StopRules.For(cursor, prompt.LineBelow, settings, cancellationToken);
        CompilerSession? session = compiler?.Begin(cursor, settings, cancellationToken);
        LostSuggestion? lost = request.Trigger == CompletionTrigger.Automatic && model.ShowFilter is { } filter ? new LostSuggestion(cursor, filter, settings.Confidence) : null;
        var judge = new CandidateJudge(cursor, request, settings, model.ShowFilter, session);
        var suggestions = new List<Suggestion>();
        // What is said where the time is over before the model could be asked.
        var refusal = new Judgement(null, CompletionOutcome.TimedOut);
        string? written = null;
        int tokens = 0;
        for (int i = 0; i < request.MaximumSuggestions && !budget.IsCancellationRequested; i++)
        {
            GenerationOptions options = OptionsOf(i, settings) with { Names = settings.Guidance ? session : null };
            Judgement judgement;
            try
            {
                (Candidate candidate, judgement) = await TryAsync(options).ConfigureAwait(false);
                written ??= candidate.Text;
                foreach (string avoided in i == 0 && model.TakesSecondChoices ? SecondChoice.BeginningsToAvoid(candidate, judgement.Outcome) : [])
                {
                    if (!judgement.IsRejected || budget.IsCancellationRequested)
                    {
                        break;
                    }

                    (_, Judgement second) = await TryAsync(options with { Avoided = avoided }).ConfigureAwait(false);
                    judgement = second is { IsRejected: false, Suggestion: not null } ? second : judgement;
                }
            }
            catch (Exception failure) when (suggestions.Count > 0 && failure is not OperationCanceledException)
            {
                // One of three is better than none.
                break;
            }

            if (judgement is { Outcome: CompletionOutcome.Shown, Suggestion: { } suggestion })
            {
                suggestions.Add(suggestion);
            }
            else if (i == 0)
            {
                refusal = judgement;
            }
        }

        if (suggestions.Count == 0)
        {
            return CompletionAnswer.Nothing(refusal.Outcome, tokens) with { Withheld = refusal.Suggestion, Written = written };
        }

        IReadOnlyList<Suggestion> best = SuggestionRanking.Best(suggestions, request.MaximumSuggestions);
        _memory.Add(cursor, best[0]);
        return new CompletionAnswer(CompletionOutcome.Shown, best, tokens) { Written = written };

        async Task<(Candidate Candidate, Judgement Judgement)> TryAsync(GenerationOptions options)
        {
            Interlocked.Increment(ref _modelCalls);
            Candidate candidate = await CandidateGenerator.GenerateAsync(model, prompt, options, stop, lost, settings.MaximumLines, budget.Token, cancellationToken).ConfigureAwait(false);
            tokens += candidate.Tokens;
            return (candidate, await judge.JudgeAsync(candidate, cancellationToken).ConfigureAwait(false));
        }
    }

    private static TimeSpan BudgetOf(CompletionTrigger trigger, CompletionSettings settings) => settings.TimeBudgetMilliseconds == Timeout.Infinite
        ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromMilliseconds((long)settings.TimeBudgetMilliseconds * (trigger == CompletionTrigger.Invoked ? 3 : 1));

    /// <summary>The first candidate is the most likely text; further ones are sampled.</summary>
    private static GenerationOptions OptionsOf(int index, CompletionSettings settings) =>
        index == 0 ? new(settings.MaximumTokens) : new(settings.MaximumTokens, Temperature: 0.8f, TopP: 0.95f, Seed: index);
}
