namespace Fathom.Completion.Evaluation;

/// <summary>The figures of an evaluation.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Confidence">The confidence setting that decided what is shown.</param>
/// <param name="Kinds">Figures of every kind that has cases, in the order of <see cref="CaseKinds.All"/>.</param>
/// <param name="All">Figures of all cases.</param>
/// <param name="OwnMembers">Figures of the cases whose expected text uses members of the project's own types; null where no case is known to.</param>
public sealed record EvaluationReport(string Model, ConfidenceLevel Confidence, IReadOnlyList<KeyValuePair<CaseKind, Figures>> Kinds, Figures All, Figures? OwnMembers)
{
    /// <summary>Sums up results.</summary>
    public static EvaluationReport Of(string model, ConfidenceLevel confidence, IReadOnlyCollection<CaseResult> results) => new(
        model,
        confidence,
        [.. results.GroupBy(result => result.Case.Kind).OrderBy(group => group.Key).Select(group => KeyValuePair.Create(group.Key, Figures.Of([.. group])))],
        Figures.Of(results),
        results.Where(result => result.Case.UsesOwnMembers == true).ToArray() is { Length: > 0 } own ? Figures.Of(own) : null);
}
