namespace Fathom.Completion.Filtering;

/// <summary>A suggestion and whether it is shown; a suggestion with another outcome is one that is held back.</summary>
/// <param name="Suggestion">The suggestion, if there is one.</param>
/// <param name="Outcome">Whether it is shown, or why not.</param>
/// <param name="HasUnknownName">True where the file alone knows a name in it as made up; the compiler, where it answers, knows better.</param>
internal readonly record struct Judgement(Suggestion? Suggestion, CompletionOutcome Outcome, bool HasUnknownName = false)
{
    /// <summary>True where the text is known to be wrong, so that another one may be worth the time.</summary>
    public bool IsRejected => Outcome is CompletionOutcome.FilteredRepeatsSuffix or CompletionOutcome.FilteredRepeatsPrefix or CompletionOutcome.FilteredUnbalanced
        or CompletionOutcome.FilteredSyntax or CompletionOutcome.FilteredUnknownName or CompletionOutcome.FilteredUnreachable or CompletionOutcome.FilteredUnneeded or CompletionOutcome.FilteredBinding;

    /// <summary>As it is where only the file is asked.</summary>
    public Judgement WithoutUnknownName => HasUnknownName ? new Judgement(null, CompletionOutcome.FilteredUnknownName) : this;
}
