using System.Collections.Immutable;
using Fathom.Repository.CSharp.Packages;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.CSharp;

/// <summary>
/// The C# sources of a repository, bound together with .NET's own assemblies as one compilation. It answers questions about a document from the
/// document's text as it is asked and from the declarations of all other files. Needs no project system: files may be loose.
/// </summary>
/// <remarks>
/// One compilation for all projects allows a little more than the compiler does (what another project declares, internals included), never less. Of every
/// file but the documents asked about only the declarations are kept, so memory grows with the API of a repository, not with its code. Safe for
/// concurrent use.
/// </remarks>
public sealed class CSharpWorkspace
{
    private const int MostDocuments = 4;
    private readonly Lock _lock = new();
    private readonly NameCounts _counts = new();
    private readonly LinkedList<CSharpDocument> _documents = new();
    private Dictionary<string, SyntaxTree> _trees = new(StringComparer.Ordinal);
    private CSharpParseOptions _options = CSharpDialect.ParseOptions([]);
    private IReadOnlyList<string> _unknownFolders = [];
    private ILookup<string, string> _usings = ProjectSettings.None.Usings;
    private ILookup<string, string> _importedMembers = ProjectSettings.None.Classes;
    private volatile CSharpCompilation? _compilation;

    /// <summary>Most characters of sources that are bound; files beyond are left out. About a tenth of their size stays in memory.</summary>
    public const long MostCharacters = 80_000_000;

    /// <summary>True once documents can be asked about.</summary>
    public bool IsReady => _compilation is not null;

    /// <summary>Files that are bound.</summary>
    public int Files
    {
        get
        {
            lock (_lock)
            {
                return _trees.Count;
            }
        }
    }

    /// <summary>Assemblies of packages that are bound.</summary>
    public int Packages { get; private set; }

    /// <summary>Files that were left out because of <see cref="MostCharacters"/> or <see cref="CSharpNesting"/>.</summary>
    public int LeftOut { get; private set; }

    /// <summary>
    /// Reads .NET's assemblies and the sources of a repository, in place of what was loaded before. Takes about a second for 100,000 lines on one core; to be
    /// called in the background, one call at a time.
    /// </summary>
    /// <param name="sources">The files, of which those in C# are taken; none for documents that stand alone.</param>
    /// <param name="projects">The project files beside them, as <c>*.csproj</c> and <c>Directory.Build.props</c>.</param>
    /// <param name="cancellationToken">Ends the loading; the workspace stays as it was.</param>
    /// <exception cref="OperationCanceledException">The loading was cancelled.</exception>
    public void Load(IEnumerable<RepositoryText> sources, IReadOnlyCollection<RepositoryText> projects, CancellationToken cancellationToken) =>
        Load(sources, projects, [], cancellationToken);

    /// <summary>As the other, with the assemblies of packages.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="projects">The project files beside them.</param>
    /// <param name="packages">Paths of assemblies, as <see cref="Packages.PackageAssemblies"/> finds them; those that are damaged are left out.</param>
    /// <param name="cancellationToken">Ends the loading; the workspace stays as it was.</param>
    /// <exception cref="OperationCanceledException">The loading was cancelled.</exception>
    public void Load(IEnumerable<RepositoryText> sources, IReadOnlyCollection<RepositoryText> projects, IEnumerable<string> packages, CancellationToken cancellationToken)
    {
        ProjectSettings settings = ProjectSettings.Read(projects);
        CSharpParseOptions options = CSharpDialect.ParseOptions(settings.Constants);
        var trees = new Dictionary<string, SyntaxTree>(StringComparer.Ordinal);
        long characters = 0;
        int leftOut = 0;
        foreach (RepositoryText source in sources.Where(source => SourceLanguages.IsCSharp(source.Path)))
        {
            BackgroundThread.Rest(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            characters += source.Text.Length;
            if (characters > MostCharacters || !CSharpNesting.IsBearable(source.Text))
            {
                leftOut++;
                continue;
            }

            trees[source.Path] = Read(source, options, cancellationToken);
        }

        _counts.RemoveExcept(trees);
        ImmutableArray<MetadataReference> references = PackageReferences.To(packages, FrameworkReferences.Names);
        CSharpCompilation compilation = CSharpDialect.Compilation(settings, references, options).AddSyntaxTrees(trees.Values);
        (INamedTypeSymbol? Type, IGrouping<string, string> Folders)[] classes = [.. settings.Classes.Select(each => (compilation.GetTypeByMetadataName(each.Key), each))];
        IReadOnlyList<string> unknownFolders =
            [.. settings.FoldersImporting(trees.Values, name => !Exists(compilation, name)), .. classes.Where(each => each.Type is null).SelectMany(each => each.Folders)];
        ILookup<string, string> importedMembers = classes
            .SelectMany(each => (each.Type?.GetMembers() ?? []).SelectMany(member => each.Folders.Select(folder => (member.Name, Folder: folder))))
            .ToLookup(each => each.Name, each => each.Folder, StringComparer.Ordinal);
        lock (_lock)
        {
            Packages = references.Length;
            (_trees, _options, LeftOut, _unknownFolders, _usings, _importedMembers) = (trees, options, leftOut, unknownFolders, settings.Usings, importedMembers);
            _documents.Clear();
            _compilation = compilation;
        }
    }

    /// <summary>Forgets all sources: nothing can be asked until <c>Load</c> has ended again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            (_trees, LeftOut, Packages, _unknownFolders, _compilation) = (new(StringComparer.Ordinal), 0, 0, [], null);
            _documents.Clear();
        }

        _counts.RemoveExcept(new Dictionary<string, SyntaxTree>());
    }

    /// <summary>Takes a new or changed file of the repository. Does nothing before <c>Load</c> has ended.</summary>
    public void Update(RepositoryText source, CancellationToken cancellationToken)
    {
        if (!IsReady)
        {
            return;
        }

        if (!CSharpNesting.IsBearable(source.Text))
        {
            Remove(source.Path);
            return;
        }

        SyntaxTree tree = Read(source, _options, cancellationToken);
        lock (_lock)
        {
            if (_compilation is null)
            {
                return;
            }

            _compilation = _trees.TryGetValue(source.Path, out SyntaxTree? old) ? _compilation.ReplaceSyntaxTree(old, tree) : _compilation.AddSyntaxTrees(tree);
            _trees[source.Path] = tree;
        }
    }

    /// <summary>True where a path is a folder with files that are bound.</summary>
    public bool HoldsUnder(string path)
    {
        lock (_lock)
        {
            return PathsIn(path).Any(each => each.Length > path.Length);
        }
    }

    /// <summary>Forgets a file that is gone, or a folder with all files in it.</summary>
    public void Remove(string path)
    {
        lock (_lock)
        {
            foreach (string gone in PathsIn(path).ToArray())
            {
                _trees.Remove(gone, out SyntaxTree? old);
                _compilation = _compilation!.RemoveSyntaxTrees(old!);
                _counts.Remove(gone);
            }
        }
    }

    /// <summary>A document and a place in it, to ask about; null before <c>Load</c> has ended, and for a text that is nested too deeply.</summary>
    /// <param name="path">The path of the document: that of a source takes its place.</param>
    /// <param name="text">Its whole text.</param>
    /// <param name="offset">The place, in UTF-16 units from the start; 0 … length.</param>
    public CSharpView? View(string path, string text, int offset)
    {
        if (!IsReady || !CSharpNesting.IsBearable(text))
        {
            return null;
        }

        CSharpDocument document;
        lock (_lock)
        {
            if (_compilation is not { } compilation)
            {
                return null;
            }

            document = Find(path, text, compilation) ?? Open(path, text, compilation);
        }

        return new CSharpView(document, _counts, text, offset);
    }

    /// <summary>The namespaces that sources declare types of some names in; empty before <c>Load</c> has ended.</summary>
    /// <param name="names">Names of types, without type parameters.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Namespaces by the name of a type and the number of its type parameters.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public ILookup<(string Name, int TypeParameters), string> NamespacesDeclaring(IReadOnlySet<string> names, CancellationToken cancellationToken) =>
        (_compilation?.GetSymbolsWithName(names.Contains, SymbolFilter.Type, cancellationToken) ?? [])
            .OfType<INamedTypeSymbol>()
            .Where(type => type is { ContainingType: null, IsFileLocal: false, ContainingNamespace.IsGlobalNamespace: false })
            .Select(type => (Key: (type.Name, type.Arity), Namespace: type.ContainingNamespace.ToDisplayString()))
            .Distinct()
            .ToLookup(type => type.Key, type => type.Namespace);

    /// <summary>The namespaces that a source imports without a word, as its project says.</summary>
    /// <param name="path">The path of the source.</param>
    public IEnumerable<string> ImportedUnsaid(string path) => _usings.Where(each => each.Any(folder => path.StartsWith(folder, StringComparison.Ordinal))).Select(each => each.Key);

    private static bool Exists(CSharpCompilation compilation, string name)
    {
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (string part in name.Split('.'))
        {
            space = space?.GetNamespaceMembers().FirstOrDefault(member => member.Name == part);
        }

        return space is not null;
    }

    private IEnumerable<string> PathsIn(string path)
    {
        string folder = path + "/";
        return _trees.Keys.Where(each => each == path || each.StartsWith(folder, StringComparison.Ordinal));
    }

    private bool IsWhole(string path) => !_unknownFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    private SyntaxTree Read(RepositoryText source, CSharpParseOptions options, CancellationToken cancellationToken)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source.Text, options, source.Path, cancellationToken: cancellationToken);
        _counts.Set(source.Path, tree.GetRoot(cancellationToken));
        return CSharpSkeleton.Of(tree, cancellationToken);
    }

    /// <summary>A document that was asked about before and has changed since within one body only: what is bound of it stays.</summary>
    private CSharpDocument? Find(string path, string text, CSharpCompilation compilation)
    {
        CSharpDocument? found = _documents.FirstOrDefault(document => document.Path == path);
        if (found is null)
        {
            return null;
        }

        _documents.Remove(found);
        if (found.Origin != compilation || !found.Covers(text))
        {
            return null;
        }

        _documents.AddFirst(found);
        return found;
    }

    private CSharpDocument Open(string path, string text, CSharpCompilation compilation)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, _options, path);
        CSharpCompilation own = _trees.TryGetValue(path, out SyntaxTree? old) ? compilation.ReplaceSyntaxTree(old, tree) : compilation.AddSyntaxTrees(tree);
        ILookup<string, string> imported = _importedMembers;
        var document = new CSharpDocument(path, tree, own, compilation, IsWhole(path), name => imported[name].Any(folder => path.StartsWith(folder, StringComparison.Ordinal)));
        _documents.AddFirst(document);
        if (_documents.Count > MostDocuments)
        {
            _documents.RemoveLast();
        }

        return document;
    }
}
