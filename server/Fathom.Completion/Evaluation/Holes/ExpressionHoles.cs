using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Evaluation.Holes;

/// <summary>Holes inside a line that one expression fills.</summary>
internal static class ExpressionHoles
{
    /// <summary>
    /// Arguments, values of assignments and initialisers, returned values, conditions and expression bodies, on one line, with a letter or digit in
    /// them and without comments.
    /// </summary>
    public static IEnumerable<Hole> In(SourceCode code) =>
        from node in code.Root.DescendantNodes()
        where IsFilledByUsers(node) && !node.DescendantTrivia().Any(SourceCode.IsComment)
        let hole = new Hole(node.SpanStart, node.Span.End)
        where code.LineOf(hole.Start) == code.LineOf(hole.End) && code.SaysSomething(hole)
        select hole;

    private static bool IsFilledByUsers(SyntaxNode node) => node switch
    {
        ArgumentSyntax => true,
        ExpressionSyntax expression => expression.Parent switch
        {
            EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
            AssignmentExpressionSyntax assignment => assignment.Right == expression,
            IfStatementSyntax or WhileStatementSyntax => true,
            _ => false,
        },
        _ => false,
    };
}
