using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Structural;

/// <summary>Says of the nodes of a pattern which are nothing but a placeholder, and what these may stand for.</summary>
internal static class PlaceholderNode
{
    /// <summary>The placeholder that a node is nothing but; null for other nodes.</summary>
    public static (string Name, bool IsList)? Of(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax name => PlaceholderText.Of(name.Identifier),
        ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: IdentifierNameSyntax name } => PlaceholderText.Of(name.Identifier),
        ParameterSyntax { Type: IdentifierNameSyntax name, Identifier.IsMissing: true, Modifiers.Count: 0, AttributeLists.Count: 0 } => PlaceholderText.Of(name.Identifier),
        ParameterSyntax { Type: null, Default: null, Modifiers.Count: 0, AttributeLists.Count: 0 } parameter => PlaceholderText.Of(parameter.Identifier),
        IncompleteMemberSyntax { Type: IdentifierNameSyntax name, Modifiers.Count: 0, AttributeLists.Count: 0 } => PlaceholderText.Of(name.Identifier),
        EnumMemberDeclarationSyntax { EqualsValue: null, AttributeLists.Count: 0 } member => ListOf(member.Identifier),
        ArgumentSyntax { NameColon: null, RefKindKeyword.RawKind: 0, Expression: IdentifierNameSyntax name } => ListOf(name.Identifier),
        AttributeArgumentSyntax { NameColon: null, NameEquals: null, Expression: IdentifierNameSyntax name } => ListOf(name.Identifier),
        ExpressionElementSyntax { Expression: IdentifierNameSyntax name } => ListOf(name.Identifier),
        _ => null,
    };

    /// <summary>True where a node of source can be what a placeholder stands for.</summary>
    public static bool Fits(SyntaxNode placeholder, SyntaxNode found) => placeholder switch
    {
        IdentifierNameSyntax => found is ExpressionSyntax && IsNameOfMember(found) == IsNameOfMember(placeholder) && !IsRestOfConditionalAccess(found),
        StatementSyntax => found is StatementSyntax,
        ParameterSyntax => found is ParameterSyntax,
        MemberDeclarationSyntax => found is MemberDeclarationSyntax,
        _ => false,
    };

    /// <summary>True for a placeholder whose semicolon, or name, or body is left out, as it may be.</summary>
    public static bool IsLeftOut(SyntaxToken missing) => missing.Parent switch
    {
        ExpressionStatementSyntax or ParameterSyntax => Of(missing.Parent) is not null,
        _ => false,
    };

    private static (string Name, bool IsList)? ListOf(SyntaxToken token) => PlaceholderText.Of(token) is { IsList: true } list ? list : null;

    private static bool IsNameOfMember(SyntaxNode node) => node.Parent is MemberAccessExpressionSyntax access && access.Name == node;

    /// <summary>What stands behind <c>?.</c> is an expression to the parser, and none by itself.</summary>
    private static bool IsRestOfConditionalAccess(SyntaxNode node) =>
        node.GetFirstToken() is var first && (first.Parent is MemberBindingExpressionSyntax || first.Parent?.Parent is ElementBindingExpressionSyntax);
}
