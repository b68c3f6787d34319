using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Renaming;

/// <summary>Gives a namespace of the sources, and with it those beneath it, another name everywhere.</summary>
/// <remarks>Roslyn's renamer changes one part of a name. Here the whole name may change, also in depth, so each name that means the namespace is written anew.</remarks>
internal static class NamespaceRename
{
    /// <summary>The whole name of the namespace that a name at a place means; null where that is no namespace.</summary>
    /// <param name="document">The source.</param>
    /// <param name="offset">Where, in or at the end of a name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> NameAtAsync(Document document, int offset, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        SyntaxToken token = root.FindToken(offset, findInsideTrivia: true);
        token = offset > 0 && !token.IsKind(SyntaxKind.IdentifierToken) ? root.FindToken(offset - 1, findInsideTrivia: true) : token;
        if (token.Parent is not SimpleNameSyntax name || !token.Span.IntersectsWith(offset))
        {
            return null;
        }

        if (name.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>() is { } declaration && declaration.Name.Span.Contains(name.Span))
        {
            return NamespaceNames.UpTo(declaration, token);
        }

        SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken))!;
        return model.GetAliasInfo(name, cancellationToken) is null && model.GetSymbolInfo(name, cancellationToken).Symbol is INamespaceSymbol { IsGlobalNamespace: false } space ? NamespaceNames.Of(space) : null;
    }

    /// <summary>Renames and compiles nothing.</summary>
    /// <param name="workspace">The projects.</param>
    /// <param name="oldName">The whole name of the namespace.</param>
    /// <param name="newName">Its whole new name; without a dot, that of its last part.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefactoringException">The new name is none, or the namespace cannot have it.</exception>
    public static async Task<Renamed> ApplyAsync(EditableWorkspace workspace, string oldName, string newName, CancellationToken cancellationToken)
    {
        string whole = WholeName(oldName, newName);
        var edits = new Dictionary<string, ImmutableArray<TextChange>>(StringComparer.Ordinal);
        Solution renamed = workspace.Solution;
        string lastPart = oldName[(oldName.LastIndexOf('.') + 1)..];
        INamespaceSymbol? symbol = null;
        foreach (Document document in workspace.Solution.Projects.SelectMany(project => project.Documents))
        {
            SourceText text = await document.GetTextAsync(cancellationToken);
            if (!text.ToString().Contains(lastPart, StringComparison.Ordinal))
            {
                continue;
            }

            SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken))!;
            symbol = Declared(model.Compilation, oldName) ?? symbol;
            ImmutableArray<TextChange> found = new NamespaceEdits(oldName, whole, model, cancellationToken).Find();
            // What a project file says is a document of its own for each project; a source may be compiled by several.
            string path = document.FilePath ?? document.Id.ToString();
            edits[path] = edits.TryGetValue(path, out ImmutableArray<TextChange> known) ? [.. known.Union(found).OrderBy(edit => edit.Span.Start)] : found;
            renamed = edits[path].IsEmpty ? renamed : WithText(renamed, document, text.WithChanges(edits[path]));
        }

        return symbol is null
            ? throw new RefactoringException($"'{oldName}' is declared in no source of this folder; only what they declare can be renamed.")
            : new Renamed(
                oldName,
                whole,
                renamed,
                [.. await UnboundNames.WarningsAsync(workspace, renamed, symbol, cancellationToken), .. workspace.WithRootNamespace(oldName).Select(path => $"{path} has a RootNamespace that is not edited")],
                await MovedMeanings.FindAsync(workspace.Solution, renamed, oldName, whole, cancellationToken));
    }

    private static string WholeName(string oldName, string newName)
    {
        string[] parts = newName.Split('.');
        if (Array.Exists(parts, part => !SymbolRename.IsName(part)))
        {
            throw new RefactoringException($"'{newName}' is no name of a namespace in C#; take letters, digits and _ between dots, no part beginning with a digit, and @ before a keyword.");
        }

        string bare = string.Join('.', parts.Select(part => part.TrimStart('@')));
        string whole = parts.Length > 1 ? bare : NamespaceNames.Joined(NamespaceNames.Above(oldName).FirstOrDefault(""), bare);
        return whole == oldName ? throw new RefactoringException($"'{oldName}' has that name already.") : whole;
    }

    /// <summary>The namespace where sources alone declare it.</summary>
    /// <exception cref="RefactoringException">An assembly declares it as well, whose part of it keeps its name.</exception>
    private static INamespaceSymbol? Declared(Compilation compilation, string name)
    {
        INamespaceSymbol? space = name.Split('.').Aggregate<string, INamespaceSymbol?>(compilation.GlobalNamespace, (outer, part) => outer?.GetNamespaceMembers().FirstOrDefault(inner => inner.Name == part));
        return space?.ConstituentNamespaces.FirstOrDefault(part => part.Locations.All(location => location.IsInMetadata)) is { } foreign
            ? throw new RefactoringException($"'{name}' is a namespace of {foreign.ContainingAssembly.Name} as well, and its part of it cannot be renamed.")
            : space;
    }

    private static Solution WithText(Solution solution, Document document, SourceText text) =>
        (document.FilePath is { } path ? solution.IdsAt(path) : [document.Id]).Aggregate(solution, (each, id) => each.WithDocumentText(id, text));
}
