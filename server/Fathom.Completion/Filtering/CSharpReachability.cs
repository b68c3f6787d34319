using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Filtering;

/// <summary>Looks for a jump that would cut off the statements after it.</summary>
internal static class CSharpReachability
{
    /// <summary>
    /// True when the suggestion begins a <c>return</c>, <c>throw</c>, <c>break</c> or <c>continue</c> with other statements behind it in the same block.
    /// Where the user has typed that word the statement is meant.
    /// </summary>
    public static bool CutsOff(CSharpEdit edit, CancellationToken cancellationToken) => edit.After.GetRoot(cancellationToken)
        .DescendantNodes(edit.Inserted)
        .OfType<StatementSyntax>()
        .Any(statement => IsJump(statement) && edit.Inserted.Contains(statement.GetFirstToken().Span) && HasStatementBehind(statement));

    private static bool IsJump(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax;

    private static bool HasStatementBehind(StatementSyntax statement)
    {
        SyntaxList<StatementSyntax> siblings = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        int next = siblings.IndexOf(statement) + 1;
        return next > 0 && next < siblings.Count && siblings[next] is not (LocalFunctionStatementSyntax or LabeledStatementSyntax);
    }
}
