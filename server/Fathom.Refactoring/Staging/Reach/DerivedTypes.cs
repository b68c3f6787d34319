using System.Buffers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>Finds types by what their declarations say they are made of: a member of a base type that gets another name may no longer implement or override what it did, and the compiler says so at a type that does not hold the name.</summary>
internal static class DerivedTypes
{
    /// <summary>The names of some types and of all that derive from types of these names.</summary>
    /// <param name="names">The names to begin with.</param>
    /// <param name="documents">Where to look.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The names; a name that several types have stands for all of them.</returns>
    public static async Task<IReadOnlySet<string>> OfAsync(IReadOnlyCollection<string> names, IReadOnlyCollection<Document> documents, CancellationToken cancellationToken)
    {
        var all = new HashSet<string>(names, StringComparer.Ordinal);
        IReadOnlyCollection<string> open = names;
        while (open.Count > 0)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            var words = SearchValues.Create([.. open], StringComparison.Ordinal);
            foreach (Document document in documents)
            {
                if ((await document.GetTextAsync(cancellationToken)).ToString().AsSpan().ContainsAny(words))
                {
                    found.UnionWith(MadeOf(open, (await document.GetSyntaxRootAsync(cancellationToken))!));
                }
            }

            found.ExceptWith(all);
            all.UnionWith(found);
            open = found;
        }

        return all;
    }

    /// <summary>The types that name one of some types as a base, and other names of these types.</summary>
    private static IEnumerable<string> MadeOf(IReadOnlyCollection<string> names, SyntaxNode root) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).Select(node => node switch
        {
            BaseTypeDeclarationSyntax { BaseList: { } bases } type when bases.Types.Any(each => names.Contains(NameOf(each.Type))) => type.Identifier.ValueText,
            UsingDirectiveSyntax { Alias: { } alias, NamespaceOrType: var meant } when names.Contains(NameOf(meant)) => alias.Name.Identifier.ValueText,
            _ => null,
        }).OfType<string>();

    private static string NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax name => name.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax name => name.Name.Identifier.ValueText,
        _ => "",
    };
}
