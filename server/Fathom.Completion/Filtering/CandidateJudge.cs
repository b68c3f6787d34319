using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Completion.Placement;
using Fathom.Completion.Ranking;

namespace Fathom.Completion.Filtering;

/// <summary>Makes a suggestion of what a model wrote, or says why it is none: filters, the parser, the compiler, the decision to show.</summary>
/// <param name="cursor">Where it would stand.</param>
/// <param name="request">The question.</param>
/// <param name="settings">What the user has set.</param>
/// <param name="filter">The model's show filter; null for a rule of thumb.</param>
/// <param name="session">The compiler; null where it is not asked.</param>
internal sealed class CandidateJudge(CursorContext cursor, CompletionRequest request, CompletionSettings settings, ShowFilter? filter, CompilerSession? session)
{
    /// <summary>Judges a candidate.</summary>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public async Task<Judgement> JudgeAsync(Candidate candidate, CancellationToken cancellationToken)
    {
        Judgement judgement = JudgeByFile(candidate, cancellationToken);
        if (judgement is { Outcome: CompletionOutcome.Shown, Suggestion: { } judged } && settings.Check && session is not null
            && await session.SoundPartAsync(cursor, judged.Inserted).ConfigureAwait(false) is { IsKnown: true, Text: var sound })
        {
            judgement = sound.Length == judged.Inserted.Length ? judgement
                : sound.Length == 0 ? judgement with { Outcome = CompletionOutcome.FilteredBinding }
                : JudgeByFile(candidate with { Text = sound, End = CandidateEnd.Complete }, cancellationToken);
        }
        else
        {
            judgement = judgement.WithoutUnknownName;
        }

        // A check that was cancelled says nothing, and what is remembered is shown at the next key without another.
        cancellationToken.ThrowIfCancellationRequested();
        return judgement;
    }

    private Judgement JudgeByFile(Candidate candidate, CancellationToken cancellationToken)
    {
        if (candidate.End == CandidateEnd.Lost)
        {
            return new Judgement(null, CompletionOutcome.LowConfidence);
        }

        FilteredText filtered = CandidateFilter.Apply(cursor, candidate);
        if (filtered.Rejected is CompletionOutcome rejected)
        {
            return new Judgement(null, rejected);
        }

        string text = filtered.Text;
        if (SuggestionPlacer.ChangesNothing(cursor, SuggestionPlacer.Place(cursor, text, 0, 0)))
        {
            return new Judgement(null, CompletionOutcome.FilteredRepeatsSuffix);
        }

        RepairedText? sound = null;
        bool hasUnknownName = false;
        bool isDuplicate = false;
        if (cursor.Family == LanguageFamily.CSharp)
        {
            sound = CSharpRepair.Find(cursor, text, settings.MultiLine, cancellationToken);
            if (sound is null)
            {
                return new Judgement(null, CompletionOutcome.FilteredSyntax);
            }

            if (CSharpDirectiveCheck.ImportsForNothing(sound.Edit, cancellationToken))
            {
                return new Judgement(null, CompletionOutcome.FilteredUnneeded);
            }

            isDuplicate = CSharpDuplicateCheck.DeclaresAgain(sound.Edit, cancellationToken);
            hasUnknownName = CSharpNameCheck.FindUnknown(sound.Edit, cancellationToken) is not null;
            if (CSharpReachability.CutsOff(sound.Edit, cancellationToken))
            {
                return new Judgement(null, CompletionOutcome.FilteredUnreachable, hasUnknownName);
            }
        }

        text = sound?.Text ?? text;
        SuggestionPlace? place = sound is null ? null : SuggestionPlaces.Find(sound.Edit, cancellationToken);
        double[] signals = SuggestionSignals.Of(cursor, candidate, text, place, sound is { IsRepaired: true });
        double confidence = filter?.Probability(signals) ?? Confidence.Of(candidate, text.Length);
        double threshold = filter?.Threshold(settings.Confidence) ?? Confidence.Threshold(settings.Confidence);
        Suggestion suggestion = SuggestionPlacer.Place(cursor, request.Selected, text, confidence, candidate.Tokens) with { Signals = signals };
        bool isShown = request.Trigger == CompletionTrigger.Invoked || confidence >= threshold;
        return new Judgement(suggestion, isDuplicate ? CompletionOutcome.FilteredDuplicate : isShown ? CompletionOutcome.Shown : CompletionOutcome.LowConfidence, hasUnknownName);
    }
}
