using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Structural;

/// <summary>A piece of C# with placeholders that is searched for.</summary>
internal sealed class Pattern
{
    private Pattern(SyntaxNode root, PatternKind kind, ImmutableHashSet<string> names, ImmutableHashSet<string> lists) =>
        (Root, Kind, Names, Lists) = (root, kind, names, lists);

    /// <summary>Its syntax, with names of <see cref="PlaceholderText"/> for placeholders.</summary>
    public SyntaxNode Root { get; }

    /// <summary>What it is.</summary>
    public PatternKind Kind { get; }

    /// <summary>The names of its placeholders.</summary>
    public ImmutableHashSet<string> Names { get; }

    /// <summary>The names of those that stand for lists.</summary>
    public ImmutableHashSet<string> Lists { get; }

    /// <summary>Reads a pattern: an expression or type, else a statement, else a member or type declaration.</summary>
    /// <exception cref="RefactoringException">It is none of these, or nothing but a placeholder.</exception>
    public static Pattern Read(string text)
    {
        PlaceholderText read = PlaceholderText.Read(text);
        ImmutableHashSet<string> names = [.. read.Placeholders.Select(each => each.Name)];
        ImmutableHashSet<string> lists = [.. read.Placeholders.Where(each => each.IsList).Select(each => each.Name)];
        string code = read.AsCode();
        foreach (PatternKind kind in Enum.GetValues<PatternKind>())
        {
            if (Parse(code, kind) is { } root)
            {
                return root.DescendantTokens().All(token => PlaceholderText.Of(token) is not null || token.IsKind(SyntaxKind.SemicolonToken))
                    ? throw new RefactoringException($"The pattern '{text}' fits everything; write more than a placeholder.")
                    : new Pattern(root, kind, names, lists);
            }
        }

        throw new RefactoringException($"The pattern '{text}' is no C# expression, statement or declaration; placeholders are $name for one thing and $name... for any number.");
    }

    /// <summary>Reads a text as one kind of syntax; null where it is not that. A placeholder may stand where a whole statement or parameter does.</summary>
    public static SyntaxNode? Parse(string code, PatternKind kind)
    {
        SyntaxNode? root = kind switch
        {
            PatternKind.Expression => SyntaxFactory.ParseExpression(code),
            PatternKind.Statement => SyntaxFactory.ParseStatement(code),
            _ => SyntaxFactory.ParseMemberDeclaration(code, consumeFullText: true),
        };
        return root is not null
            && root.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error).All(each => each.Id is "CS1001" or "CS1002")
            && root.DescendantTokens(_ => true).Where(token => token.IsMissing).All(IsLeftOut) ? root : null;
    }

    /// <summary>The semicolon of a statement, or the name of a parameter, that is missing behind a placeholder is no mistake.</summary>
    private static bool IsLeftOut(SyntaxToken missing) => missing.Parent switch
    {
        ExpressionStatementSyntax { Expression: IdentifierNameSyntax name } => PlaceholderText.Of(name.Identifier) is not null,
        ParameterSyntax { Type: IdentifierNameSyntax name } => PlaceholderText.Of(name.Identifier) is not null,
        _ => false,
    };
}
