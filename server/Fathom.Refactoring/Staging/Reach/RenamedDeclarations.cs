using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>What the declarations of a name in a source mean for code elsewhere that does not hold it.</summary>
internal static class RenamedDeclarations
{
    /// <summary>The names of types that declare a member of a name which others can inherit or implement something with.</summary>
    /// <param name="root">The source.</param>
    /// <param name="name">The name.</param>
    public static IEnumerable<string> OwnersOf(SyntaxNode root, string name) => root.DescendantTokens()
        .Where(token => token.ValueText == name)
        .Select(token => token.Parent is var parent && parent is VariableDeclaratorSyntax { Parent.Parent: EventFieldDeclarationSyntax field } ? field : parent)
        .Where(node => node is MethodDeclarationSyntax or PropertyDeclarationSyntax or EventDeclarationSyntax or EventFieldDeclarationSyntax or ParameterSyntax { Parent: ParameterListSyntax { Parent: RecordDeclarationSyntax } })
        .Where(node => !(node is MemberDeclarationSyntax member && member.Modifiers.Any(SyntaxKind.PrivateKeyword) && !member.Modifiers.Any(SyntaxKind.ProtectedKeyword)))
        .Select(node => node!.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.ValueText)
        .OfType<string>();

    /// <summary>True where a type of a name is declared in a namespace in which the compiler looks for types of its own.</summary>
    /// <param name="root">The source.</param>
    /// <param name="name">The name.</param>
    public static bool AreKnownToCompiler(SyntaxNode root, string name) => root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<BaseNamespaceDeclarationSyntax>()
        .Any(space => (space.Name.ToString() + ".").StartsWith("System.", StringComparison.Ordinal) && space.Members.OfType<BaseTypeDeclarationSyntax>().Any(type => type.Identifier.ValueText == name));

    /// <summary>True where an attribute says by a string which member code elsewhere means.</summary>
    /// <param name="root">The source.</param>
    /// <param name="names">The names that the string may hold.</param>
    public static bool AreNamedByAttributes(SyntaxNode root, IReadOnlyCollection<string> names) => root.DescendantNodes().OfType<AttributeSyntax>().Any(attribute =>
        attribute.ArgumentList is { } arguments
        && attribute.Name.ToString() is var name && (name.Contains("CollectionBuilder", StringComparison.Ordinal) || name.Contains("InterpolatedStringHandlerArgument", StringComparison.Ordinal))
        && arguments.DescendantTokens().Any(token => names.Contains(token.ValueText)));
}
