using System.Collections.Immutable;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Renaming;

/// <summary>Finds names that mean something else once a namespace has another name though everything compiles: what lies in the new namespaces around hides what was imported.</summary>
internal static class MovedMeanings
{
    /// <summary>The names, in the sources that were edited, of what is bound otherwise than before.</summary>
    /// <param name="before">The solution before.</param>
    /// <param name="after">The solution after.</param>
    /// <param name="oldName">The whole name of the namespace before.</param>
    /// <param name="newName">Its whole name after.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<ImmutableArray<NewError>> FindAsync(Solution before, Solution after, string oldName, string newName, CancellationToken cancellationToken)
    {
        var found = new HashSet<NewError>();
        foreach (DocumentId id in after.GetChanges(before).GetProjectChanges().SelectMany(change => change.GetChangedDocuments()))
        {
            List<(SimpleNameSyntax Name, ISymbol Symbol)> then = await BoundAsync(before.GetDocument(id)!, cancellationToken);
            List<(SimpleNameSyntax Name, ISymbol Symbol)> now = await BoundAsync(after.GetDocument(id)!, cancellationToken);
            // Where something binds no more the compiler says so.
            if (then.Count != now.Count || after.GetDocument(id)!.FilePath is not { } path)
            {
                continue;
            }

            foreach (((_, ISymbol meant), (SimpleNameSyntax name, ISymbol means)) in then.Zip(now))
            {
                if (Described(meant, oldName, newName) != Described(means, newName, newName))
                {
                    LinePosition place = name.GetLocation().GetLineSpan().StartLinePosition;
                    found.Add(new NewError(path, place.Line + 1, place.Character + 1, "meaning", $"'{name.Identifier.ValueText}' would mean {means.ToDisplayString()} here, and no longer {meant.ToDisplayString()}"));
                }
            }
        }

        return [.. found.OrderBy(error => error.Path, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)];
    }

    /// <summary>All that is no name of a namespace: of those there may be more or fewer afterwards.</summary>
    private static async Task<List<(SimpleNameSyntax Name, ISymbol Symbol)>> BoundAsync(Document document, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken))!;
        var bound = new List<(SimpleNameSyntax Name, ISymbol Symbol)>();
        foreach (SimpleNameSyntax name in root.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            if (model.GetSymbolInfo(name, cancellationToken).Symbol is { } symbol and not INamespaceSymbol)
            {
                bound.Add((name, symbol));
            }
        }

        return bound;
    }

    /// <summary>What declares a symbol, and its name: words in which the namespace counts as it is named now.</summary>
    private static string Described(ISymbol symbol, string oldName, string newName)
    {
        string space = symbol.ContainingNamespace is { } containing ? NamespaceNames.Of(containing) : "";
        string moved = NamespaceNames.IsWithin(space, oldName) ? newName + space[oldName.Length..] : space;
        return $"{symbol.Kind} {moved} {symbol.ContainingType?.MetadataName} {symbol.MetadataName} {symbol.ContainingAssembly?.Name}";
    }
}
