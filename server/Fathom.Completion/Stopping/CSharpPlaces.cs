using Fathom.Completion.Cursor;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Stopping;

/// <summary>Finds what C# grammar expects at a cursor from Roslyn's parse of the text before it.</summary>
internal static class CSharpPlaces
{
    /// <summary>The place of a cursor. Only <see cref="CSharpPlace.Line"/> when other text than closers follows on the line.</summary>
    public static CSharpPlace Find(CursorContext cursor, CancellationToken cancellationToken)
    {
        if (!cursor.RestIsClosers || !CanHoldBlock(cursor))
        {
            return CSharpPlace.Line;
        }

        SyntaxNode root = CSharpSyntaxTree.ParseText(cursor.Before.ToString(), cancellationToken: cancellationToken).GetRoot(cancellationToken);
        SyntaxToken last = root.GetLastToken();
        if (EndsInsideTrivia(root) || last.ContainsDiagnostics || last.Parent is InterpolationSyntax)
        {
            return CSharpPlace.Line;
        }

        if (last.IsKind(SyntaxKind.OpenBraceToken))
        {
            return cursor.AtIndentation ? PlaceInside(last, root) : CSharpPlace.BlockOpened;
        }

        if (IsHead(last))
        {
            return CSharpPlace.BlockExpected;
        }

        return cursor.AtIndentation ? PlaceInside(last, root) : CSharpPlace.Line;
    }

    /// <summary>Cheap look at the last characters, so that most key strokes need no parse.</summary>
    private static bool CanHoldBlock(CursorContext cursor)
    {
        ReadOnlySpan<char> line = cursor.LinePrefix.AsSpan().TrimEnd();
        return line.Length == 0 || line[^1] is '{' or ')' || line.EndsWith("else") || line.EndsWith("try") || line.EndsWith("finally") || line.EndsWith("do");
    }

    /// <summary>The innermost construct that is still open at the end decides.</summary>
    private static CSharpPlace PlaceInside(SyntaxToken last, SyntaxNode root)
    {
        foreach (SyntaxNode node in last.Parent?.AncestorsAndSelf() ?? [root])
        {
            switch (node)
            {
                case BlockSyntax { CloseBraceToken.IsMissing: true }:
                case SwitchSectionSyntax:
                    return CSharpPlace.Statement;
                case EnumDeclarationSyntax { CloseBraceToken.IsMissing: true }:
                    return CSharpPlace.Line;
                case TypeDeclarationSyntax { CloseBraceToken.IsMissing: true, OpenBraceToken.IsMissing: false }:
                    return CSharpPlace.Member;
                case BaseNamespaceDeclarationSyntax or CompilationUnitSyntax or GlobalStatementSyntax:
                    continue;
                default:
                    if (node.GetLastToken(includeZeroWidth: true).IsMissing)
                    {
                        return CSharpPlace.Line;
                    }

                    continue;
            }
        }

        return CSharpPlace.TopLevel;
    }

    /// <summary>True when the last token ends the head of something that has a block.</summary>
    private static bool IsHead(SyntaxToken last) => last.Parent switch
    {
        ParameterListSyntax { Parent: BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null } } => true,
        ParameterListSyntax { Parent: LocalFunctionStatementSyntax { Body: null, ExpressionBody: null } } => true,
        IfStatementSyntax or WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or UsingStatementSyntax
            or LockStatementSyntax or SwitchStatementSyntax => last.IsKind(SyntaxKind.CloseParenToken),
        ElseClauseSyntax or TryStatementSyntax or FinallyClauseSyntax or DoStatementSyntax => last.Text is "else" or "try" or "finally" or "do",
        CatchDeclarationSyntax => true,
        _ => false,
    };

    private static bool EndsInsideTrivia(SyntaxNode root)
    {
        SyntaxTriviaList trivia = root.GetLastToken(includeZeroWidth: true).LeadingTrivia;
        return trivia.Count > 0 && trivia.Last() is var last
            && (last.IsKind(SyntaxKind.MultiLineCommentTrivia) && last.ContainsDiagnostics || last.IsKind(SyntaxKind.SingleLineCommentTrivia));
    }
}
