using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Completion.Prompting;
using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Evaluation;

/// <summary>Answers cases as the editor's requests are answered, by <see cref="CompletionPipeline"/>, and judges the answers.</summary>
/// <remarks>
/// A case is first asked as the editor asks while one types. What is held back then because the model is not sure enough is judged all the same; where
/// nothing is wanted at the place, the case is asked once more as by a key, so that there is an answer to judge. There is no time budget, and every case has its own
/// memory of suggestions: the judgement depends neither on the speed of the machine nor, unless the model's cache
/// learns, on the order of the cases.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="settings">What the user has set; the time budget is left out.</param>
/// <param name="time">The clock that latency is taken from.</param>
/// <param name="compiler">What guides the model and checks what it wrote, as far as the settings say, and judges the names of what is shown; null for none of these.</param>
public sealed class Evaluator(ICompletionModel model, CompletionSettings settings, TimeProvider time, CompilerService? compiler = null)
{
    /// <summary>Chooses further files that the model reads; null for those of the case alone.</summary>
    public Func<EvaluationCase, CancellationToken, IReadOnlyList<ContextFile>>? Others { get; init; }

    /// <summary>
    /// True to take latencies as of a keystroke in an open document: what stood there before the last character was read and bound, and other files were
    /// chosen, before the clock starts. False as of a document just opened, where all that is part of the answer. The answers are the same.
    /// </summary>
    public bool IsTyping { get; init; }

    /// <summary>True to have the files that a case names in the model's cache while it is asked, as the files of an open folder are.</summary>
    public bool CachesContext { get; init; }

    private readonly CompletionSettings _settings = settings with { TimeBudgetMilliseconds = Timeout.Infinite };
    private readonly ModelState _state = ModelState.Ready(model);

    /// <summary>Answers and judges one case.</summary>
    /// <exception cref="InvalidDataException">The model failed; the message names the case and says why.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public async Task<CaseResult> RunAsync(EvaluationCase one, CancellationToken cancellationToken)
    {
        // What the compiler has read of the case's file must not hold the answer.
        compiler?.Update(one.Path, one.Prefix + one.Suffix, cancellationToken);
        RepositoryCache? cache = CachesContext && one.Context.Count > 0 ? (model as EmbeddedCompletionModel)?.Cache : null;
        cache?.PutAll(one.Context.Select(file => (file.Path, PromptText.Normalize(file.Text))), threads: 1, cancellationToken);
        CaseResult result;
        try
        {
            result = await AnswerAsync(one, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            cache?.Remove([.. one.Context.Select(file => file.Path)]);
        }

        compiler?.Update(one.Path, one.Prefix + one.Expected + one.Suffix, cancellationToken);
        (model as EmbeddedCompletionModel)?.Cache.Came(one.Path, one.Prefix + one.Expected);
        return result;
    }

    private async Task<CaseResult> AnswerAsync(EvaluationCase one, CancellationToken cancellationToken)
    {
        var pipeline = new CompletionPipeline(compiler);
        long start = time.GetTimestamp();
        IReadOnlyList<ContextFile> context = Others is null ? one.Context : [.. one.Context, .. Others(one, cancellationToken)];
        TimeSpan choice = IsTyping || Others is null ? TimeSpan.Zero : time.GetElapsedTime(start);
        if (IsTyping && one.Prefix.Length > 0)
        {
            await TypeAsync(one, context, cancellationToken).ConfigureAwait(false);
        }

        (CompletionAnswer typed, TimeSpan latency) = await AskAsync(pipeline, one, context, CompletionTrigger.Automatic, cancellationToken).ConfigureAwait(false);
        CompletionAnswer judged = typed;
        if (typed.Tokens == 0)
        {
            (judged, latency) = await AskAsync(pipeline, one, context, CompletionTrigger.Invoked, cancellationToken).ConfigureAwait(false);
        }
        else if (typed is { Outcome: CompletionOutcome.LowConfidence, Withheld: null })
        {
            // What was given up as too unsure is judged as a whole all the same.
            (judged, _) = await AskAsync(pipeline, one, context, CompletionTrigger.Invoked, cancellationToken).ConfigureAwait(false);
        }

        return Judge(one, typed, judged, choice + latency, cancellationToken);
    }

    /// <summary>What the editor's server has done by the time the last character before the cursor is typed.</summary>
    private async Task TypeAsync(EvaluationCase one, IReadOnlyList<ContextFile> context, CancellationToken cancellationToken)
    {
        CompletionDocument before = DocumentOf(one) with { Text = one.Prefix[..^1] + one.Suffix };
        await CompletionPipeline.PrefillAsync(before, one.Prefix.Length - 1, _settings, model, cancellationToken, context).ConfigureAwait(false);
        await (compiler?.PrepareAsync(before, one.Prefix.Length - 1) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private async Task<(CompletionAnswer Answer, TimeSpan Elapsed)> AskAsync(
        CompletionPipeline pipeline, EvaluationCase one, IReadOnlyList<ContextFile> context, CompletionTrigger trigger, CancellationToken cancellationToken)
    {
        var request = new CompletionRequest(DocumentOf(one), one.Prefix.Length, trigger, Context: context);
        long start = time.GetTimestamp();
        CompletionAnswer answer = await pipeline.CompleteAsync(request, _settings, _state, cancellationToken).ConfigureAwait(false);
        return answer.Outcome == CompletionOutcome.ModelFailed
            ? throw new InvalidDataException($"The model failed at case '{one.Id}': {answer.Detail}")
            : (answer, time.GetElapsedTime(start));
    }

    private static CompletionDocument DocumentOf(EvaluationCase one) => new(one.Id, one.Path, "file", "", one.Prefix + one.Suffix);

    private CaseResult Judge(
        EvaluationCase one, CompletionAnswer typed, CompletionAnswer judged, TimeSpan latency, CancellationToken cancellationToken)
    {
        int tokens = typed.Tokens > 0 ? typed.Tokens : judged.Tokens;
        if ((judged.Suggestions.Count > 0 ? judged.Suggestions[0] : judged.Withheld) is not { } suggestion)
        {
            return new CaseResult(one, null, false, 0, false, null, false, 0, typed.Outcome, tokens, latency) { Written = judged.Written };
        }

        LanguageFamily family = Languages.FamilyOf(DocumentOf(one));
        string answer = CaseAnswer.Of(one, suggestion);
        string actual = CaseAnswer.Compared(one.Kind, answer);
        string expected = CaseAnswer.Compared(one.Kind, one.Expected);
        return new CaseResult(
            one,
            answer,
            actual == expected,
            EditSimilarity.Of(actual, expected),
            Identifiers.In(actual, family).SequenceEqual(Identifiers.In(expected, family)),
            family == LanguageFamily.CSharp ? Parses(one, suggestion, cancellationToken) : null,
            typed.Suggestions.Count > 0,
            suggestion.Confidence,
            typed.Outcome,
            tokens,
            latency)
        {
            Written = judged.Written,
            Signals = suggestion.Signals,
            Names = compiler is not null && typed.Suggestions.Count > 0
                ? compiler.Resolve(CursorContext.At(DocumentOf(one), one.Prefix.Length), suggestion, cancellationToken)
                : NameResolution.Unknown,
        };
    }

    private static bool Parses(EvaluationCase one, Suggestion suggestion, CancellationToken cancellationToken) =>
        CountErrors(CaseAnswer.Apply(one.Prefix + one.Suffix, suggestion), cancellationToken)
        <= CountErrors(one.Prefix + one.Expected + one.Suffix, cancellationToken);

    private static int CountErrors(string text, CancellationToken cancellationToken) =>
        CSharpSyntaxTree.ParseText(text, cancellationToken: cancellationToken).GetDiagnostics(cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
