using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Renaming;

/// <summary>The names of namespaces, from the outermost on.</summary>
internal static class NamespaceNames
{
    /// <summary>The whole name of a namespace, without <c>@</c>; empty for the outermost.</summary>
    public static string Of(INamespaceSymbol space) => space.IsGlobalNamespace ? "" : Joined(Of(space.ContainingNamespace), space.Name);

    /// <summary>The whole name of the namespace that a declaration makes, without <c>@</c>.</summary>
    public static string Of(BaseNamespaceDeclarationSyntax declaration) => Joined(Around(declaration), Text(declaration.Name));

    /// <summary>The whole name of what the declarations around a node make; empty outside of all.</summary>
    public static string Around(SyntaxNode node) =>
        node.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Aggregate("", (inner, outer) => Joined(Text(outer.Name), inner));

    /// <summary>True for the namespace itself, and for one beneath it.</summary>
    public static bool IsWithin(string name, string space) => name == space || name.StartsWith($"{space}.", StringComparison.Ordinal);

    /// <summary>The namespaces that a namespace lies in.</summary>
    public static IEnumerable<string> Above(string name)
    {
        for (int dot = name.LastIndexOf('.'); dot >= 0; dot = name.LastIndexOf('.', dot - 1))
        {
            yield return name[..dot];
        }
    }

    /// <summary>A name behind another one; either may be empty.</summary>
    public static string Joined(string outer, string inner) => outer.Length == 0 ? inner : inner.Length == 0 ? outer : $"{outer}.{inner}";

    /// <summary>A name as source has it: with <c>@</c> before keywords.</summary>
    public static string Written(string name) => string.Join('.', name.Split('.').Select(part => SyntaxFacts.GetKeywordKind(part) == SyntaxKind.None ? part : $"@{part}"));

    /// <summary>The name of the namespace that a token of a declaration's name stands for: what stands behind it counts no more.</summary>
    public static string UpTo(BaseNamespaceDeclarationSyntax declaration, SyntaxToken token) =>
        Joined(Around(declaration), string.Join('.', declaration.Name.DescendantTokens().Where(each => each.IsKind(SyntaxKind.IdentifierToken) && each.SpanStart <= token.SpanStart).Select(each => each.ValueText)));

    private static string Text(NameSyntax name) => string.Join('.', name.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
}
