using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Structural;

/// <summary>A piece of C# with placeholders that is searched for, read in one way.</summary>
internal sealed class Pattern
{
    private Pattern(SyntaxNode root, PatternKind kind, PlaceholderText text)
    {
        (Root, Kind) = (root, kind);
        Names = [.. text.Placeholders.Select(each => each.Name)];
        Lists = [.. text.Placeholders.Where(each => each.IsList).Select(each => each.Name)];
    }

    /// <summary>Its syntax, with names of <see cref="PlaceholderText"/> for placeholders.</summary>
    public SyntaxNode Root { get; }

    /// <summary>What it is.</summary>
    public PatternKind Kind { get; }

    /// <summary>The names of its placeholders.</summary>
    public ImmutableHashSet<string> Names { get; }

    /// <summary>The names of those that stand for lists.</summary>
    public ImmutableHashSet<string> Lists { get; }

    /// <summary>Reads a pattern: an expression or type, else a statement, else a member or type declaration. What declares a local declares a member as well.</summary>
    /// <exception cref="RefactoringException">It is none of these, or nothing but a placeholder.</exception>
    public static ImmutableArray<Pattern> Read(string text)
    {
        PlaceholderText read = PlaceholderText.Read(text);
        string code = read.AsCode();
        var found = ImmutableArray.CreateBuilder<Pattern>();
        foreach (PatternKind kind in Enum.GetValues<PatternKind>())
        {
            if (found.Count > 0 && !(kind == PatternKind.Member && found[0].Root is LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax))
            {
                break;
            }

            if (Parse(code, kind) is { } root)
            {
                Check(root, text);
                found.Add(new Pattern(root, kind, read));
            }
        }

        return found.Count > 0
            ? found.ToImmutable()
            : throw new RefactoringException($"The pattern '{PlaceholderText.Shortened(text)}' is no C# expression, statement or declaration; placeholders are $name for one thing and $name... for any number.");
    }

    /// <summary>Reads a text as one kind of syntax; null where it is not that. A placeholder may stand where a whole statement, parameter or member does.</summary>
    public static SyntaxNode? Parse(string code, PatternKind kind)
    {
        SyntaxNode? root = kind switch
        {
            PatternKind.Expression => SyntaxFactory.ParseExpression(code) is { ContainsDiagnostics: false } expression ? expression : SyntaxFactory.ParseTypeName(code),
            PatternKind.Statement => SyntaxFactory.ParseStatement(code),
            _ => SyntaxFactory.ParseMemberDeclaration(code, consumeFullText: true),
        };
        return root is not null and not LocalFunctionStatementSyntax { Modifiers.Count: > 0 }
            && root.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error).All(each => each.Id is "CS1001" or "CS1002" || (each.Id == "CS1519" && root is TypeDeclarationSyntax))
            && root.DescendantTokens().Where(token => token.IsMissing).All(PlaceholderNode.IsLeftOut)
            && root.DescendantNodesAndSelf().OfType<IncompleteMemberSyntax>().All(member => PlaceholderNode.Of(member) is not null) ? root : null;
    }

    private static void Check(SyntaxNode root, string text)
    {
        SyntaxToken[] tokens = [.. root.DescendantTokens()];
        if (tokens.All(token => PlaceholderText.Of(token) is not null || token.IsKind(SyntaxKind.SemicolonToken)))
        {
            throw new RefactoringException($"The pattern '{PlaceholderText.Shortened(text)}' fits everything; write more than a placeholder.");
        }

        foreach (SyntaxToken token in tokens.Where(token => PlaceholderText.Of(token) is { IsList: true }))
        {
            if (!token.Parent!.AncestorsAndSelf().Take(2).Any(node => PlaceholderNode.Of(node) is { IsList: true }))
            {
                throw new RefactoringException($"In '{PlaceholderText.Shortened(text)}' ${PlaceholderText.Of(token)!.Value.Name}... stands where one name has to; write it without the dots.");
            }
        }
    }
}
