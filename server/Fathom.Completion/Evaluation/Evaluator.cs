using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Evaluation;

/// <summary>Answers cases as the editor's requests are answered, by <see cref="CompletionPipeline"/>, and judges the answers.</summary>
/// <remarks>
/// A case is first asked as the editor asks while one types. What is held back then because the model is not sure enough is judged all the same; where
/// nothing is wanted at the place, the case is asked once more as by a key, so that there is an answer to judge. There is no time budget, and every case has its own
/// memory of suggestions: the judgement depends neither on the speed of the machine nor on the order of the cases.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="settings">What the user has set; the time budget is left out.</param>
/// <param name="time">The clock that latency is taken from.</param>
/// <param name="compiler">What guides the model and checks what it wrote; null for neither.</param>
public sealed class Evaluator(ICompletionModel model, CompletionSettings settings, TimeProvider time, CompilerService? compiler = null)
{
    private readonly CompletionSettings _settings = settings with { TimeBudgetMilliseconds = Timeout.Infinite };
    private readonly ModelState _state = ModelState.Ready(model);

    /// <summary>Answers and judges one case.</summary>
    /// <exception cref="InvalidDataException">The model failed; the message names the case and says why.</exception>
    /// <exception cref="OperationCanceledException">The evaluation was cancelled.</exception>
    public async Task<CaseResult> RunAsync(EvaluationCase one, CancellationToken cancellationToken)
    {
        // What the compiler has read of the case's file must not hold the answer.
        compiler?.Update(one.Path, one.Prefix + one.Suffix, cancellationToken);
        CaseResult result = await AnswerAsync(one, cancellationToken).ConfigureAwait(false);
        compiler?.Update(one.Path, one.Prefix + one.Expected + one.Suffix, cancellationToken);
        return result;
    }

    private async Task<CaseResult> AnswerAsync(EvaluationCase one, CancellationToken cancellationToken)
    {
        var pipeline = new CompletionPipeline(compiler);
        (CompletionAnswer typed, TimeSpan latency) = await AskAsync(pipeline, one, CompletionTrigger.Automatic, cancellationToken).ConfigureAwait(false);
        CompletionAnswer judged = typed;
        if (typed.Tokens == 0)
        {
            (judged, latency) = await AskAsync(pipeline, one, CompletionTrigger.Invoked, cancellationToken).ConfigureAwait(false);
        }

        return Judge(one, typed, judged, latency, cancellationToken);
    }

    private async Task<(CompletionAnswer Answer, TimeSpan Elapsed)> AskAsync(
        CompletionPipeline pipeline, EvaluationCase one, CompletionTrigger trigger, CancellationToken cancellationToken)
    {
        var request = new CompletionRequest(DocumentOf(one), one.Prefix.Length, trigger, Context: one.Context);
        long start = time.GetTimestamp();
        CompletionAnswer answer = await pipeline.CompleteAsync(request, _settings, _state, cancellationToken).ConfigureAwait(false);
        return answer.Outcome == CompletionOutcome.ModelFailed
            ? throw new InvalidDataException($"The model failed at case '{one.Id}': {answer.Detail}")
            : (answer, time.GetElapsedTime(start));
    }

    private static CompletionDocument DocumentOf(EvaluationCase one) => new(one.Id, one.Path, "file", "", one.Prefix + one.Suffix);

    private static CaseResult Judge(
        EvaluationCase one, CompletionAnswer typed, CompletionAnswer judged, TimeSpan latency, CancellationToken cancellationToken)
    {
        if ((judged.Suggestions.Count > 0 ? judged.Suggestions[0] : judged.Withheld) is not { } suggestion)
        {
            return new CaseResult(one, null, false, 0, false, null, false, 0, typed.Outcome, judged.Tokens, latency) { Written = judged.Written };
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
            judged.Tokens,
            latency)
        {
            Written = judged.Written,
            Signals = suggestion.Signals,
        };
    }

    private static bool Parses(EvaluationCase one, Suggestion suggestion, CancellationToken cancellationToken) =>
        CountErrors(CaseAnswer.Apply(one.Prefix + one.Suffix, suggestion), cancellationToken)
        <= CountErrors(one.Prefix + one.Expected + one.Suffix, cancellationToken);

    private static int CountErrors(string text, CancellationToken cancellationToken) =>
        CSharpSyntaxTree.ParseText(text, cancellationToken: cancellationToken).GetDiagnostics(cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
