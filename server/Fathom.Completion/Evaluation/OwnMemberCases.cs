using Fathom.Completion.Prompting;
using Fathom.Repository.CSharp;

namespace Fathom.Completion.Evaluation;

/// <summary>Finds the cases that ask for members of the project's own types: what no model can know but from the project.</summary>
/// <param name="workspace">The sources of the project, loaded.</param>
public sealed class OwnMemberCases(CSharpWorkspace workspace)
{
    /// <summary>The case with <see cref="EvaluationCase.UsesOwnMembers"/> as the compiler sees it; unchanged for other languages.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public EvaluationCase Mark(EvaluationCase one, CancellationToken cancellationToken)
    {
        string before = PromptText.Normalize(one.Prefix);
        string expected = PromptText.Normalize(one.Expected);
        return one.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) && workspace.View(one.Path, before + expected + PromptText.Normalize(one.Suffix), before.Length) is { } view
            ? one with { UsesOwnMembers = view.UsesOwnMembers(before.Length, before.Length + expected.Length, cancellationToken) }
            : one;
    }
}
