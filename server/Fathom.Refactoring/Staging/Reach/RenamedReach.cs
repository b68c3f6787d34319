using System.Buffers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>Finds what a renaming can bring errors to: code that says the old name or the new one, and types whose members come from one that has another name now.</summary>
internal sealed class RenamedReach
{
    private readonly Solution _before;
    private readonly Solution _after;
    private readonly (string Old, string New) _names;
    private readonly string[] _words;
    private readonly CancellationToken _cancellationToken;
    private readonly HashSet<ProjectId> _whole = [];
    private readonly List<ReachedDocument> _reached = [];

    /// <param name="before">The solution before the renaming.</param>
    /// <param name="after">The solution after it.</param>
    /// <param name="names">The name, before and after.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public RenamedReach(Solution before, Solution after, (string Old, string New) names, CancellationToken cancellationToken)
    {
        (_before, _after, _names, _cancellationToken) = (before, after, names, cancellationToken);
        _words = [.. new[] { names.Old, names.New }.SelectMany(Words.OfAttribute)];
    }

    /// <summary>The reach; null where it cannot be told from names.</summary>
    /// <param name="changed">The documents that change.</param>
    /// <param name="projects">The projects that the renaming can reach.</param>
    public async Task<EditReach?> FindAsync(IReadOnlyCollection<DocumentId> changed, IReadOnlyCollection<ProjectId> projects)
    {
        if (UnsaidNames.Include(_names.Old) || UnsaidNames.Include(_names.New))
        {
            return null;
        }

        var owners = new HashSet<string>(StringComparer.Ordinal);
        foreach (DocumentId id in changed)
        {
            (SyntaxNode old, SyntaxNode now) = (await RootAsync(_before.GetDocument(id)!), await RootAsync(_after.GetDocument(id)!));
            if (!NamespacesOf(old).SequenceEqual(NamespacesOf(now)) || RenamedDeclarations.AreKnownToCompiler(old, _names.Old))
            {
                return null;
            }

            owners.UnionWith(RenamedDeclarations.OwnersOf(old, _names.Old));
        }

        Document[] documents = [.. projects.Select(_before.GetProject).SelectMany(project => project!.Documents)];
        IReadOnlySet<string> types = await DerivedTypes.OfAsync(owners, documents, _cancellationToken);
        var searched = SearchValues.Create([.. types], StringComparison.Ordinal);
        foreach (Document document in documents)
        {
            if (!await TryAddAsync(document, types, searched))
            {
                return null;
            }
        }

        return new EditReach(_whole, [.. _reached.Where(each => !_whole.Contains(each.Id.ProjectId))]);
    }

    private static IEnumerable<string> NamespacesOf(SyntaxNode root) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseNamespaceDeclarationSyntax>().Select(each => each.Name.ToString());

    /// <summary>False where code that does not hold the name may mean it by this document.</summary>
    private async Task<bool> TryAddAsync(Document document, IReadOnlySet<string> types, SearchValues<string> searched)
    {
        string text = (await document.GetTextAsync(_cancellationToken)).ToString();
        bool isSaid = Says(text);
        if (!isSaid && !text.AsSpan().ContainsAny(searched))
        {
            return true;
        }

        (SyntaxNode old, SyntaxNode now) = (await RootAsync(document), await RootAsync(_after.GetDocument(document.Id)!));
        if (isSaid && RenamedDeclarations.AreNamedByAttributes(old, _words))
        {
            return false;
        }

        if (isSaid && ((CompilationUnitSyntax)old).Usings.Any(each => each.GlobalKeyword.RawKind != 0 && Says(each.ToString())))
        {
            _whole.Add(document.Project.Id);
            return true;
        }

        if (DocumentParts.Of(old) is not { } then || DocumentParts.Of(now) is not { } after || then.Spans.Count != after.Spans.Count || then.Rest != after.Rest || Says(then.Rest))
        {
            _reached.Add(ReachedDocument.Whole(document.Id));
            return true;
        }

        int[] parts = [.. Enumerable.Range(0, then.Spans.Count).Where(part =>
            Says(then.Texts[part]) || then.Texts[part] != after.Texts[part] || (then.Heads.TryGetValue(part, out BaseTypeDeclarationSyntax? type) && types.Contains(type.Identifier.ValueText)))];
        if (parts.Length > 0)
        {
            _reached.Add(ReachedDocument.Of(document.Id, then, after, parts));
        }

        return true;
    }

    private bool Says(string text) => Array.Exists(_words, word => Words.Holds(text, word));

    private async Task<SyntaxNode> RootAsync(Document document) => (await document.GetSyntaxRootAsync(_cancellationToken))!;
}
