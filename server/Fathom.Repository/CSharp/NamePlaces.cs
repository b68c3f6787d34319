using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.CSharp;

/// <summary>What a simple name may be by where it stands.</summary>
internal static class NamePlaces
{
    /// <summary>True where a member of a type around the place can be named; false where only a type can.</summary>
    public static bool MayBeMember(SyntaxNode name) => name is not ExpressionSyntax expression || !SyntaxFacts.IsInTypeOnlyContext(expression);

    /// <summary>True where a type can be named: where only one can, before a dot, in a pattern and in <c>nameof</c>.</summary>
    public static bool MayBeType(SyntaxNode name) => !MayBeMember(name) || name.Parent switch
    {
        ConstantPatternSyntax => true,
        MemberAccessExpressionSyntax access => access.Expression == name,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => true,
        _ => false,
    };
}
