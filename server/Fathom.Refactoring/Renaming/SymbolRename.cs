using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Rename;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Renaming;

/// <summary>Gives what is declared in the sources another name everywhere: overrides, implementations, documentation and the file of a type included. A namespace may get a whole name with dots.</summary>
public static class SymbolRename
{
    /// <summary>Stages a renaming.</summary>
    /// <param name="workspace">The projects.</param>
    /// <param name="path">A source in which the name stands.</param>
    /// <param name="offset">Where, in UTF-16 units from the start of the text; the name's end counts as well.</param>
    /// <param name="newName">The new name, with <c>@</c> where it is a keyword.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefactoringException">There is no name that can be changed, or the new one is none.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ChangeSet> StageAsync(EditableWorkspace workspace, string path, int offset, string newName, CancellationToken cancellationToken)
    {
        Renamed renamed = await ApplyAsync(workspace, path, offset, newName, cancellationToken);
        ChangeSet changes = await StagedEdit.MakeAsync(renamed.Title, workspace, renamed.Solution, renamed.Warnings, (renamed.OldName, renamed.NewName), cancellationToken);
        return changes with { NewErrors = [.. changes.NewErrors, .. renamed.ChangedMeanings] };
    }

    /// <summary>Renames and compiles nothing.</summary>
    internal static async Task<Renamed> ApplyAsync(EditableWorkspace workspace, string path, int offset, string newName, CancellationToken cancellationToken)
    {
        if (DocumentAt(workspace, path) is { } document && await NamespaceRename.NameAtAsync(document, offset, cancellationToken) is { } space)
        {
            return await NamespaceRename.ApplyAsync(workspace, space, newName, cancellationToken);
        }

        string bare = newName.StartsWith('@') ? newName[1..] : newName;
        if (!IsName(newName))
        {
            throw new RefactoringException($"'{newName}' is no name in C#; take letters, digits and _, beginning with a letter, and @ before a keyword.");
        }

        ISymbol symbol = await SymbolAtAsync(workspace, path, offset, cancellationToken);
        if (symbol.Name == bare)
        {
            throw new RefactoringException($"'{symbol.Name}' has that name already.");
        }

        var options = new SymbolRenameOptions(RenameOverloads: false, RenameInStrings: false, RenameInComments: false, RenameFile: false);
        Solution renamed = await Renamer.RenameSymbolAsync(workspace.Solution, symbol, options, newName, cancellationToken);
        renamed = WithFileNamedAs(symbol, bare, renamed, workspace);
        return new Renamed(
            symbol.Name,
            bare,
            renamed,
            await UnboundNames.WarningsAsync(workspace, renamed, symbol, cancellationToken),
            await ChangedMeanings.FindAsync(workspace.Solution, renamed, symbol.Name, bare, cancellationToken));
    }

    /// <summary>True for what can be a name in C#.</summary>
    internal static bool IsName(string name)
    {
        string bare = name.StartsWith('@') ? name[1..] : name;
        return SyntaxFacts.IsValidIdentifier(bare) && (bare != name || SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None);
    }

    private static Document? DocumentAt(EditableWorkspace workspace, string path) =>
        workspace.Solution.IdsAt(path).Select(workspace.Solution.GetDocument).FirstOrDefault();

    private static async Task<ISymbol> SymbolAtAsync(EditableWorkspace workspace, string path, int offset, CancellationToken cancellationToken)
    {
        Document? document = DocumentAt(workspace, path);
        if (document is null)
        {
            throw new RefactoringException($"{path} is no C# source that may be read; 'fathom index --explain {path}' tells why.");
        }

        ISymbol? symbol = await SymbolFinder.FindSymbolAtPositionAsync(document, offset, cancellationToken);
        SourceText source = await document.GetTextAsync(cancellationToken);
        string text = source.ToString();
        if (!IsInName(text, offset))
        {
            symbol = IsInName(text, offset - 1) ? await SymbolFinder.FindSymbolAtPositionAsync(document, offset - 1, cancellationToken) : null;
        }

        symbol = symbol switch
        {
            IMethodSymbol { ExplicitInterfaceImplementations: [var implemented, ..] } => implemented,
            IPropertySymbol { ExplicitInterfaceImplementations: [var implemented, ..] } => implemented,
            IEventSymbol { ExplicitInterfaceImplementations: [var implemented, ..] } => implemented,
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor } member => member.ContainingType,
            IMethodSymbol { AssociatedSymbol: { } property } => property,
            IAliasSymbol or ILabelSymbol or IRangeVariableSymbol => symbol,
            _ => symbol?.OriginalDefinition,
        };
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        LinePosition place = source.Lines.GetLinePosition(offset);
        return symbol switch
        {
            null or IErrorTypeSymbol =>
                throw new RefactoringException($"At line {place.Line + 1}, column {place.Character + 1} of {path} stands no name that could be changed."),
            IMethodSymbol { MethodKind: not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ReducedExtension) } =>
                throw new RefactoringException($"'{symbol.ToDisplayString()}' has no name of its own that could be changed."),
            _ when symbol is not INamedTypeSymbol { IsAnonymousType: true } && !symbol.Locations.Any(location => location.IsInSource) =>
                throw new RefactoringException($"'{symbol.Name}' is declared in {symbol.ContainingAssembly?.Name ?? "no source"}; only what the sources of this folder declare can be renamed."),
            _ when !IsNamed(symbol, root.FindToken(IsInName(text, offset) ? offset : offset - 1, findInsideTrivia: true)) =>
                throw new RefactoringException($"At line {place.Line + 1}, column {place.Character + 1} of {path} stands no name that could be changed; put the cursor on '{symbol.Name}' itself."),
            _ => symbol,
        };
    }

    /// <summary>Words like <c>var</c> and <c>operator</c> stand for a symbol and do not name it; an attribute's name may be cut short.</summary>
    private static bool IsNamed(ISymbol symbol, SyntaxToken token) =>
        token.ValueText == symbol.Name || (token.ValueText.Length > 0 && $"{token.ValueText}Attribute" == symbol.Name);

    private static bool IsInName(string text, int offset) =>
        offset >= 0 && offset < text.Length && (SyntaxFacts.IsIdentifierPartCharacter(text[offset]) || text[offset] == '@');

    /// <summary>A file that is named as its type goes with it.</summary>
    private static Solution WithFileNamedAs(ISymbol symbol, string name, Solution renamed, EditableWorkspace workspace)
    {
        if (symbol is not INamedTypeSymbol { ContainingType: null } || symbol.Locations is not [{ SourceTree.FilePath: { } path }])
        {
            return renamed;
        }

        // Paths stay what they were until the edit is made; after a renaming before this one the name of a document is another.
        DocumentId[] documents = [.. renamed.IdsAt(path)];
        string newPath = $"{path[..(path.LastIndexOf('/') + 1)]}{name}.cs";
        bool isNamedAsType = Array.TrueForAll(documents, id => renamed.GetDocument(id)!.Name == $"{symbol.Name}.cs");
        bool isFree = path == newPath || !workspace.Sources.ContainsKey(newPath);
        return isNamedAsType && isFree && !renamed.Projects.SelectMany(project => project.Documents).Any(each => each.FilePath != path && each.PlaceOf() == newPath)
            ? documents.Aggregate(renamed, (solution, id) => solution.WithDocumentName(id, $"{name}.cs"))
            : renamed;
    }
}
