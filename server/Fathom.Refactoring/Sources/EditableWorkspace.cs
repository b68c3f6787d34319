using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Fathom.Repository.CSharp;
using Fathom.Repository.CSharp.Packages;
using Fathom.Repository.CSharp.Projects;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Sources;

/// <summary>The C# projects of a folder as one Roslyn solution, at one moment. Edits make other solutions of it; nothing here writes a file.</summary>
public sealed class EditableWorkspace : IDisposable
{
    private readonly AdhocWorkspace _workspace;
    private readonly IReadOnlyList<RepositoryText> _projectFiles;
    private readonly IReadOnlyList<string> _packages;

    private EditableWorkspace(
        AdhocWorkspace workspace, RepositoryFiles files, IReadOnlyList<RepositoryText> projectFiles, IReadOnlyList<string> packages, Func<string, string?> openText, Solution solution, IReadOnlyDictionary<string, SourceFile> sources, IReadOnlyList<string> leftOut) =>
        (_workspace, Files, _projectFiles, _packages, OpenText, Solution, Sources, LeftOut) = (workspace, files, projectFiles, packages, openText, solution, sources, leftOut);

    /// <summary>The projects and their documents, each document under its path.</summary>
    public Solution Solution { get; }

    /// <summary>The sources by their paths.</summary>
    public IReadOnlyDictionary<string, SourceFile> Sources { get; }

    /// <summary>Paths of sources that could not be read or bound.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>The folder's gate.</summary>
    internal RepositoryFiles Files { get; }

    /// <summary>The text of a file that is open in an editor, by its path; null where it is not.</summary>
    internal Func<string, string?> OpenText { get; }

    /// <summary>Reads the projects of a folder.</summary>
    /// <param name="files">The folder's gate.</param>
    /// <param name="openText">The text of a file that is open in an editor, by its path; null where it is not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RefactoringException">There are no C# sources, or more than <see cref="SourceFiles.MostBytes"/>.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static EditableWorkspace Load(RepositoryFiles files, Func<string, string?> openText, CancellationToken cancellationToken)
    {
        (IReadOnlyList<SourceFile> sources, IReadOnlyList<string> leftOut) = SourceFiles.Read(files, openText, cancellationToken);
        if (sources.Count == 0)
        {
            throw new RefactoringException($"There is no C# source in {files.Folder} that may be read; 'fathom index --explain PATH' tells why of a file.");
        }

        IReadOnlyList<RepositoryText> projectFiles = ProjectFiles.ReadAll(files, cancellationToken);
        IReadOnlyList<string> packages = new PackageAssemblies(PackageFolder.Default).Find(files.Folder, projectFiles, cancellationToken);
        var byPath = sources.ToDictionary(source => source.Path, StringComparer.Ordinal);
        ImmutableArray<SourceProject> projects = SourceProjects.Divide(byPath.Keys, projectFiles, packages);
        var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var ids = projects.ToDictionary(project => project.Path, project => ProjectId.CreateNewId(project.Path), StringComparer.Ordinal);

        // A source that several projects compile is one text, so that an edit of it is the same in each.
        var loaders = byPath.ToDictionary(each => each.Key, each => LoaderOf(each.Value.Text, each.Key), StringComparer.Ordinal);
        workspace.AddSolution(SolutionInfo.Create(SolutionId.CreateNewId(), VersionStamp.Create(), projects: Ordered(projects).Select(project => Describe(project, ids, loaders))));
        return new EditableWorkspace(workspace, files, projectFiles, packages, openText, workspace.CurrentSolution, byPath, leftOut);
    }

    /// <summary>True for a document that a person has written: no tool's, and none that stands for a project file.</summary>
    /// <param name="document">A document of <see cref="Solution"/>.</param>
    public bool IsHandWritten(Document document) => document.FilePath is { } path && Sources.TryGetValue(path, out SourceFile? source) && !source.IsGenerated;

    /// <summary>The workspace after an edit, for another one upon it. It ends with this one.</summary>
    internal async Task<EditableWorkspace> AfterAsync(Solution edited, CancellationToken cancellationToken)
    {
        var sources = new Dictionary<string, SourceFile>(Sources, StringComparer.Ordinal);
        SolutionChanges changes = edited.GetChanges(Solution);
        foreach (DocumentId id in changes.GetProjectChanges().SelectMany(change => change.GetRemovedDocuments()))
        {
            sources.Remove(Solution.GetDocument(id)!.FilePath!);
        }

        IEnumerable<DocumentId> written = changes.GetProjectChanges().SelectMany(change => change.GetChangedDocuments().Concat(change.GetAddedDocuments()));
        foreach (DocumentId id in written.Concat(changes.GetAddedProjects().SelectMany(project => project.DocumentIds)))
        {
            Document document = edited.GetDocument(id)!;
            if (document.FilePath is { } path)
            {
                string text = (await document.GetTextAsync(cancellationToken)).ToString();
                sources[path] = sources.TryGetValue(path, out SourceFile? source) ? source with { Text = text } : new SourceFile(path, text, HasByteOrderMark: false, IsGenerated: false);
            }
        }

        return new EditableWorkspace(_workspace, Files, _projectFiles, _packages, OpenText, edited, sources, LeftOut);
    }

    /// <summary>The solution with one more source, in each project that compiles what lies there. Projects are what their files said when they were read.</summary>
    internal Solution With(string path, string text)
    {
        Solution solution = Solution;
        TextLoader loader = LoaderOf(text, path);
        foreach (string taker in SourceProjects.TakersOf(path, _projectFiles))
        {
            Project? project = solution.Projects.FirstOrDefault(project => project.FilePath == taker);
            if (project is null)
            {
                solution = WithFirstSourceOf(taker, solution, path);
                project = solution.Projects.First(project => project.FilePath == taker);
            }

            solution = solution.AddDocument(DocumentOf(project.Id, path, loader));
        }

        return solution;
    }

    /// <summary>The solution without a source.</summary>
    internal Solution Without(string path) => Solution.IdsAt(path).Aggregate(Solution, (each, id) => each.RemoveDocument(id));

    /// <summary>Paths of the project files that name a namespace, or one beneath it, as that of their files.</summary>
    internal IEnumerable<string> WithRootNamespace(string space) => _projectFiles
        .Where(file => Regex.IsMatch(file.Text, $@"<RootNamespace>\s*{Regex.Escape(space)}(\.|\s*<)"))
        .Select(file => file.Path);

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    /// <summary>A project that had no source was none so far; others may refer to it.</summary>
    private Solution WithFirstSourceOf(string taker, Solution solution, string path)
    {
        SourceProject[] projects = [.. Ordered(SourceProjects.Divide([.. Sources.Keys, path], _projectFiles, _packages))];
        var ids = solution.Projects.ToDictionary(project => project.FilePath!, project => project.Id, StringComparer.Ordinal);
        ids[taker] = ProjectId.CreateNewId(taker);
        SourceProject added = projects.Single(project => project.Path == taker);
        solution = solution.AddProject(Describe(added with { Sources = [], References = [.. added.References.Where(ids.ContainsKey)] }, ids, []));
        return projects.Where(project => project.References.Contains(taker) && ids.ContainsKey(project.Path))
            .Aggregate(solution, (each, project) => each.AddProjectReference(ids[project.Path], new ProjectReference(ids[taker])));
    }

    /// <summary>Where references run in a circle the one that closes it is left out: the compiler would have none of them.</summary>
    private static IEnumerable<SourceProject> Ordered(ImmutableArray<SourceProject> projects)
    {
        var byPath = projects.ToDictionary(project => project.Path, StringComparer.Ordinal);
        return projects.Select(project => project with
        {
            References = [.. project.References.Where(path =>
                byPath.TryGetValue(path, out SourceProject? other)
                && !(other.References.Contains(project.Path) && string.CompareOrdinal(path, project.Path) > 0))],
        });
    }

    private static ProjectInfo Describe(SourceProject project, Dictionary<string, ProjectId> ids, Dictionary<string, TextLoader> loaders)
    {
        ProjectId id = ids[project.Path];
        IEnumerable<DocumentInfo> documents = project.Sources.Select(path => DocumentOf(id, path, loaders[path]))
            .Append(DocumentInfo.Create(DocumentId.CreateNewId(id), "unwritten.cs", loader: LoaderOf(project.Unwritten, null)));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Disable);
        return ProjectInfo.Create(
            id,
            VersionStamp.Create(),
            project.Path.Length == 0 ? "loose files" : project.Path,
            project.AssemblyName,
            LanguageNames.CSharp,
            project.Path,
            compilationOptions: options,
            parseOptions: project.Options,
            documents: documents,
            projectReferences: project.References.Select(path => new ProjectReference(ids[path])),
            metadataReferences: project.Assemblies);
    }

    private static DocumentInfo DocumentOf(ProjectId project, string path, TextLoader loader) =>
        DocumentInfo.Create(DocumentId.CreateNewId(project), path[(path.LastIndexOf('/') + 1)..], path.Split('/')[..^1], loader: loader, filePath: path);

    private static TextLoader LoaderOf(string text, string? path) => TextLoader.From(TextAndVersion.Create(SourceText.From(text, Encoding.UTF8), VersionStamp.Create(), path));
}
