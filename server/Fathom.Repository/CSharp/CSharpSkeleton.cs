using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>Leaves of a file what other files can see: its declarations. Bodies are most of a file's syntax, and of the memory that it takes.</summary>
internal static class CSharpSkeleton
{
    /// <summary>The declarations of a file.</summary>
    /// <param name="tree">The whole file.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static SyntaxTree Of(SyntaxTree tree, CancellationToken cancellationToken)
    {
        List<TextChange> changes = [];
        Collect(tree.GetRoot(cancellationToken), changes);
        if (changes.Count == 0)
        {
            return tree;
        }

        SourceText text = SourceText.From(tree.GetText(cancellationToken).WithChanges(changes).ToString());
        return CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath, cancellationToken);
    }

    private static void Collect(SyntaxNode node, List<TextChange> changes)
    {
        foreach (SyntaxNode child in node.ChildNodes())
        {
            switch (child)
            {
                // A directive may begin in one body and end in another.
                case BlockSyntax block when !block.ContainsDirectives && !block.OpenBraceToken.IsMissing && !block.CloseBraceToken.IsMissing:
                    changes.Add(new TextChange(TextSpan.FromBounds(block.OpenBraceToken.Span.End, block.CloseBraceToken.SpanStart), ""));
                    break;
                case ArrowExpressionClauseSyntax arrow when !arrow.ContainsDirectives && !arrow.ContainsDiagnostics:
                    changes.Add(new TextChange(arrow.Expression.Span, "default"));
                    break;
                case BlockSyntax or StatementSyntax or ExpressionSyntax or AttributeListSyntax or EnumMemberDeclarationSyntax:
                    break;
                default:
                    Collect(child, changes);
                    break;
            }
        }
    }
}
