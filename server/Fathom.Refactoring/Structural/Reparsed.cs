using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>Reads a text that was put together, to see whether its parts are still what they were.</summary>
internal static class Reparsed
{
    /// <summary>A text as one kind of syntax.</summary>
    /// <returns>The syntax, and how far the text stands from its start.</returns>
    /// <exception cref="RefactoringException">It is nested too deeply.</exception>
    public static (SyntaxNode Parsed, int Shift) As(PatternKind kind, string text)
    {
        Check(text);
        const string type = "class C{";
        return kind switch
        {
            PatternKind.Expression => (SyntaxFactory.ParseExpression(text), 0),
            PatternKind.Statement => (SyntaxFactory.ParseStatement($"{{{text}}}"), 1),
            _ => (SyntaxFactory.ParseCompilationUnit($"{type}{text}}}"), type.Length),
        };
    }

    /// <summary>A text that stood for a placeholder, in what such stands in; null where that does not matter.</summary>
    /// <exception cref="RefactoringException">It is nested too deeply.</exception>
    public static (SyntaxNode Parsed, int Shift)? As(Binding binding, string text)
    {
        switch (binding.Node)
        {
            case StatementSyntax:
                return As(PatternKind.Statement, text);
            case MemberDeclarationSyntax:
                return As(PatternKind.Member, text);
            case ExpressionSyntax when !binding.IsList:
                return As(PatternKind.Expression, text);
            case ArgumentSyntax:
                Check(text);
                return (SyntaxFactory.ParseExpression($"F({text})"), 2);
            case ExpressionSyntax or ExpressionElementSyntax:
                Check(text);
                return (SyntaxFactory.ParseExpression($"[{text}]"), 1);
            default:
                return null;
        }
    }

    /// <summary>Throws for a text that the compiler cannot read.</summary>
    /// <exception cref="RefactoringException">It is nested too deeply.</exception>
    public static void Check(string text)
    {
        if (!CSharpNesting.IsBearable(text))
        {
            throw new RefactoringException("The edit would nest code more deeply than the compiler can read.");
        }
    }

    /// <summary>True where a span is one node of the sort of another, and no part of one that begins or ends within it.</summary>
    public static bool Holds(SyntaxNode root, TextSpan span, SyntaxNode asNode)
    {
        for (SyntaxNode? node = root.FullSpan.Contains(span) ? root.FindNode(span, getInnermostNodeForTie: true) : null; node is not null && node.Span == span; node = node.Parent)
        {
            if (asNode is ExpressionSyntax ? node is ExpressionSyntax : asNode is not StatementSyntax || node is StatementSyntax)
            {
                return true;
            }
        }

        return false;
    }
}
