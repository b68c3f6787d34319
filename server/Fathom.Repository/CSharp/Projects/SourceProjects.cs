using System.Collections.Immutable;
using System.Text;
using Fathom.Repository.CSharp.Packages;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.CSharp.Projects;

/// <summary>The C# projects of a folder, found by reading their files. Nothing is restored, built or run.</summary>
public static class SourceProjects
{
    /// <summary>Divides the sources of a folder among its projects. A source that is compiled by several belongs to each; those of none make a project without a path.</summary>
    /// <param name="sources">Paths of all C# sources, relative to the folder.</param>
    /// <param name="files">The project files, as <see cref="ProjectFiles"/> finds them.</param>
    /// <param name="packages">Paths of the packages' assemblies, as <see cref="PackageAssemblies"/> finds them.</param>
    /// <returns>The projects that have sources.</returns>
    public static ImmutableArray<SourceProject> Divide(IReadOnlyCollection<string> sources, IReadOnlyCollection<RepositoryText> files, IEnumerable<string> packages)
    {
        IReadOnlyList<ProjectFile> projects = ProjectFile.ReadAll(files);
        ILookup<string, ProjectFile> byPath = projects.ToLookup(project => project.Path, StringComparer.OrdinalIgnoreCase);
        string[] folders = [.. projects.Select(project => project.Folder).Distinct().OrderByDescending(folder => folder.Length)];
        // What a project is compiled to may be a package that another one takes; then the sources are what is meant.
        var known = FrameworkReferences.Names.Concat(projects.Select(project => project.AssemblyName)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<MetadataReference> assemblies = [.. FrameworkReferences.Installed, .. PackageReferences.To(packages, known)];
        ProjectSettings settings = ProjectSettings.Read(files);
        CSharpParseOptions options = CSharpDialect.ParseOptions(settings.Constants).WithDocumentationMode(DocumentationMode.Parse);
        ILookup<string, string> byFolder = sources.ToLookup(source => Array.Find(folders, folder => source.StartsWith(folder, StringComparison.Ordinal)) ?? "\0");

        var divided = ImmutableArray.CreateBuilder<SourceProject>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (ProjectFile project in projects)
        {
            ImmutableArray<string> own = project.SourcesAmong(byFolder[project.Folder], sources);
            taken.UnionWith(own);
            if (own.Length > 0)
            {
                divided.Add(new SourceProject(project.Path, project.AssemblyName, own, [.. ReachedFrom(project, byPath)], assemblies, Unwritten(project, settings), options));
            }
        }

        ImmutableArray<string> loose = [.. sources.Where(source => !taken.Contains(source)).Order(StringComparer.Ordinal)];
        if (loose.Length > 0)
        {
            string imports = projects.Count == 0 ? ProjectSettings.GlobalUsings(settings.Usings.Select(each => each.Key)) : "";
            divided.Add(new SourceProject("", "Loose", loose, [], assemblies, imports, options));
        }

        return divided.ToImmutable();
    }

    /// <summary>Paths of the projects that would compile a source, were it there; one that none would take belongs to the project without a path.</summary>
    /// <param name="source">Path of the source, relative to the folder.</param>
    /// <param name="files">The project files, as <see cref="ProjectFiles"/> finds them.</param>
    public static ImmutableArray<string> TakersOf(string source, IReadOnlyCollection<RepositoryText> files)
    {
        IReadOnlyList<ProjectFile> projects = ProjectFile.ReadAll(files);
        string? nearest = projects.Select(project => project.Folder).Where(folder => source.StartsWith(folder, StringComparison.Ordinal)).MaxBy(folder => folder.Length);
        ImmutableArray<string> takers = [.. projects.Where(project => project.SourcesAmong(project.Folder == nearest ? [source] : [], [source]).Length > 0).Select(project => project.Path)];
        return takers.IsEmpty ? [""] : takers;
    }

    /// <summary>All projects that a project uses, directly or through others, but for itself where references run in a circle.</summary>
    private static IEnumerable<string> ReachedFrom(ProjectFile project, ILookup<string, ProjectFile> byPath)
    {
        var reached = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Stack<ProjectFile>([project]);
        while (open.TryPop(out ProjectFile? next))
        {
            foreach (ProjectFile named in next.ReferencedPaths.SelectMany(path => byPath[path]))
            {
                if (named != project && reached.Add(named.Path))
                {
                    open.Push(named);
                }
            }
        }

        return reached;
    }

    private static string Unwritten(ProjectFile project, ProjectSettings settings)
    {
        var text = new StringBuilder(ProjectSettings.GlobalUsings(settings.Usings.Where(each => each.Any(folder => project.Folder.StartsWith(folder, StringComparison.Ordinal))).Select(each => each.Key)));
        foreach (string import in project.SpecialImports)
        {
            text.Append(import).Append('\n');
        }

        foreach (string friend in project.FriendAssemblies.Distinct(StringComparer.Ordinal))
        {
            text.Append("[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(").Append(SymbolDisplay.FormatLiteral(friend, quote: true)).Append(")]\n");
        }

        return text.ToString();
    }
}
