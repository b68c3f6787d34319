using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Refactoring.Staging.Reach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Renaming;

/// <summary>Finds places that still have a symbol's name after a renaming and that the compiler cannot bind, for want of a package, a generator or a reference: they may mean the symbol.</summary>
internal static class UnboundNames
{
    /// <summary>Sentences that name some of them, and of those that the preprocessor has switched off.</summary>
    /// <param name="workspace">The workspace as it was read.</param>
    /// <param name="renamed">Its solution after the renaming.</param>
    /// <param name="symbol">What was renamed.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<IReadOnlyList<string>> WarningsAsync(EditableWorkspace workspace, Solution renamed, ISymbol symbol, CancellationToken cancellationToken)
    {
        // Nothing outside of its member can mean a local, and that is bound.
        if (symbol.Kind is SymbolKind.Local or SymbolKind.Parameter or SymbolKind.RangeVariable or SymbolKind.Label or SymbolKind.TypeParameter || symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction })
        {
            return [];
        }

        string[] names = symbol is INamedTypeSymbol ? Words.OfAttribute(symbol.Name) : [symbol.Name];
        var unbound = new SortedSet<string>(StringComparer.Ordinal);
        var switchedOff = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Document document in renamed.Projects.SelectMany(project => project.Documents).Where(document => document.FilePath is not null))
        {
            if (!names.Any(name => workspace.Sources[document.FilePath!].Text.Contains(name, StringComparison.Ordinal)) || await document.GetSyntaxRootAsync(cancellationToken) is not { } root)
            {
                continue;
            }

            switchedOff.UnionWith(root.DescendantTrivia()
                .Where(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && names.Any(name => HasWord(trivia.ToString(), name)))
                .Select(trivia => Place(document, trivia.GetLocation())));
            SimpleNameSyntax[] named = [.. root.DescendantNodes(descendIntoTrivia: true).OfType<SimpleNameSyntax>().Where(each => names.Contains(each.Identifier.ValueText))];
            SemanticModel? model = named.Length > 0 ? await document.GetSemanticModelAsync(cancellationToken) : null;
            unbound.UnionWith(named
                .Where(each => each is { IsVar: false, Parent: not NameColonSyntax } && !IsInNameOf(each) && model!.GetSymbolInfo(each, cancellationToken).Symbol is null && model.GetTypeInfo(each, cancellationToken).Type is null or IErrorTypeSymbol)
                .Select(each => Place(document, each.GetLocation())));
        }

        return
        [
            .. unbound.Count > 0 ? [$"what is named '{symbol.Name}' at these places could not be bound and stays as it is: {StagedEdit.Some(unbound)}"] : Array.Empty<string>(),
            .. MarkupNames.Warnings(workspace, symbol.Name, cancellationToken),
            .. switchedOff.Count > 0 ? [$"code that #if switches off is not renamed, and it holds '{symbol.Name}' at {StagedEdit.Some(switchedOff)}"] : Array.Empty<string>(),
        ];
    }

    private static string Place(Document document, Location location) => $"{document.FilePath}:{location.GetLineSpan().StartLinePosition.Line + 1}";

    private static bool HasWord(string text, string name) => SyntaxFactory.ParseTokens(text).Any(token => token.ValueText == name);

    private static bool IsInNameOf(SimpleNameSyntax name) => name.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" });
}
