using Fathom.Repository.CSharp;

namespace Fathom.Completion.Evaluation;

/// <summary>What came of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Answer">The text that the suggestion puts into the hole; null where there was no suggestion, however unsure.</param>
/// <param name="ExactMatch">The compared part of the answer equals that of the expected text.</param>
/// <param name="EditSimilarity">How alike these are, 0 … 1; 0 without an answer.</param>
/// <param name="IdentifierMatch">Both have the same identifiers in the same order; false without an answer.</param>
/// <param name="Parses">With the answer inserted Roslyn finds no more syntax errors than in the file itself; null for other languages and without an answer.</param>
/// <param name="Shown">The editor would have shown it unasked, so it passed every gate, that of confidence included.</param>
/// <param name="Confidence">The model's confidence, 0 … 1; 0 without an answer.</param>
/// <param name="Outcome">How the request ended that the editor makes while one types.</param>
/// <param name="Tokens">Tokens generated.</param>
/// <param name="Latency">Time of the request that asked the model, reading the prompt included.</param>
public sealed record CaseResult(
    EvaluationCase Case,
    string? Answer,
    bool ExactMatch,
    double EditSimilarity,
    bool IdentifierMatch,
    bool? Parses,
    bool Shown,
    double Confidence,
    CompletionOutcome Outcome,
    int Tokens,
    TimeSpan Latency)
{
    /// <summary>What the model wrote before the filters; null where it was not asked.</summary>
    public string? Written { get; init; }

    /// <summary>Whether what a shown suggestion names exists; unknown where the compiler cannot tell, was not asked, or nothing was shown.</summary>
    public NameResolution Names { get; init; }

    /// <summary>What the decision to show it was made from; empty without an answer.</summary>
    public IReadOnlyList<double> Signals { get; init; } = [];
}
