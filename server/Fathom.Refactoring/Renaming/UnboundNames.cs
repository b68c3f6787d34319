using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Renaming;

/// <summary>Finds places that have a symbol's name and that the compiler cannot bind, for want of a package, a generator or a reference: they may mean the symbol, and are not renamed.</summary>
internal static class UnboundNames
{
    /// <summary>A sentence that names some of them; null where there are none.</summary>
    public static async Task<string?> WarningAsync(EditableWorkspace workspace, string name, CancellationToken cancellationToken)
    {
        var places = new SortedSet<string>(StringComparer.Ordinal);
        foreach (Document document in workspace.Solution.Projects.SelectMany(project => project.Documents).Where(document => document.FilePath is not null))
        {
            if (!workspace.Sources[document.FilePath!].Text.Contains(name, StringComparison.Ordinal) || await document.GetSyntaxRootAsync(cancellationToken) is not { } root)
            {
                continue;
            }

            IdentifierNameSyntax[] named = [.. root.DescendantNodes().OfType<IdentifierNameSyntax>().Where(each => each.Identifier.ValueText == name)];
            SemanticModel? model = named.Length > 0 ? await document.GetSemanticModelAsync(cancellationToken) : null;
            foreach (IdentifierNameSyntax each in named)
            {
                SymbolInfo bound = model!.GetSymbolInfo(each, cancellationToken);
                if (bound.Symbol is null && bound.CandidateSymbols.IsEmpty && !each.IsVar && !IsNameColon(each) && !IsInNameOf(each))
                {
                    places.Add($"{document.FilePath}:{each.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");
                }
            }
        }

        return places.Count == 0 ? null : $"what is named '{name}' at these places could not be bound and stays as it is: {StagedEdit.Some(places)}";
    }

    private static bool IsNameColon(IdentifierNameSyntax name) => name.Parent is NameColonSyntax;

    private static bool IsInNameOf(IdentifierNameSyntax name) => name.Ancestors().OfType<InvocationExpressionSyntax>().Any(call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" });
}
