namespace Fathom.Completion;

/// <summary>What a request came to.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Suggestions">Best first; empty unless the outcome is <see cref="CompletionOutcome.Shown"/> or <see cref="CompletionOutcome.Recalled"/>.</param>
/// <param name="Tokens">Tokens the model generated for it.</param>
/// <param name="Detail">A sentence for people where the outcome alone does not say it, else null.</param>
public sealed record CompletionAnswer(CompletionOutcome Outcome, IReadOnlyList<Suggestion> Suggestions, int Tokens, string? Detail = null)
{
    /// <summary>The suggestion that was held back as <see cref="CompletionOutcome.LowConfidence"/>, else null.</summary>
    public Suggestion? Withheld { get; init; }

    /// <summary>What the model wrote first, before filters; null when it was not asked.</summary>
    public string? Written { get; init; }

    /// <summary>An answer without suggestions.</summary>
    public static CompletionAnswer Nothing(CompletionOutcome outcome, int tokens = 0, string? detail = null) => new(outcome, [], tokens, detail);
}
