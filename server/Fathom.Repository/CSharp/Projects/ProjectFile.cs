using System.Collections.Immutable;
using System.Xml.Linq;
using Fathom.Repository.Files;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Fathom.Repository.CSharp.Projects;

/// <summary>What a project file and those that it imports by their place (<c>Directory.Build.props</c>, <c>.targets</c>) say of sources and references. Conditions are not read: what is under one counts, but for what it leaves out.</summary>
internal sealed class ProjectFile
{
    private const int MostImports = 100;
    private readonly ILookup<string, (XElement Element, string Folder)> _items;
    private readonly Lazy<ImmutableArray<string>> _referencedPaths;
    private readonly bool _isOwnSdk;

    private ProjectFile(string path, XElement root, IReadOnlyDictionary<string, XElement> all)
    {
        Path = path;
        Folder = FolderOf(path);
        _isOwnSdk = root.Attribute("Sdk") is not null || root.Elements().Any(element => element.Name.LocalName == "Sdk" || element.Attribute("Sdk") is not null);
        IEnumerable<KeyValuePair<string, XElement>> above = all
            .Where(each => IsImportedByPlace(each.Key) && Folder.StartsWith(FolderOf(each.Key), StringComparison.Ordinal))
            .OrderBy(each => each.Key.Length);
        var elements = new List<(XElement Element, string Folder)>();
        var imported = new HashSet<string>(StringComparer.Ordinal) { path };
        foreach ((string file, XElement other) in above.Append(new(path, root)))
        {
            AddWithImports(other, FolderOf(file));
        }

        _items = elements.ToLookup(each => each.Element.Name.LocalName, StringComparer.Ordinal);
        _referencedPaths = new(() => [.. Items("ProjectReference").SelectMany(item => Parts(item.Element.Attribute("Include")?.Value).Select(part => Resolved(part, item.Folder))).OfType<string>()]);

        // What a project imports by name (shared projects, files of build rules) is as if it stood there.
        void AddWithImports(XElement read, string folder)
        {
            foreach (XElement element in read.Descendants())
            {
                elements.Add((element, folder));
                if (element.Name.LocalName == "Import" && element.Attribute("Project")?.Value is { } project && imported.Count < MostImports
                    && Resolved(project, folder, folder) is { } file && all.TryGetValue(file, out XElement? other) && imported.Add(file))
                {
                    AddWithImports(other, FolderOf(file));
                }
            }
        }
    }

    /// <summary>Its path, relative to the folder of the repository.</summary>
    public string Path { get; }

    /// <summary>The folder it lies in, with a slash at its end; empty for that of the repository.</summary>
    public string Folder { get; }

    /// <summary>The name of its assembly.</summary>
    public string AssemblyName => Last("AssemblyName") is { } name && Expanded(name) is { } known ? known : System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads the project files among some files; those that are damaged say nothing.</summary>
    /// <param name="files">All files that have a say: <c>*.csproj</c>, <c>*.props</c>, <c>*.targets</c>, <c>*.projitems</c>.</param>
    public static IReadOnlyList<ProjectFile> ReadAll(IEnumerable<RepositoryText> files)
    {
        var all = new SortedDictionary<string, XElement>(StringComparer.Ordinal);
        foreach (RepositoryText file in files)
        {
            if (ProjectSettings.Parse(file.Text) is { } root)
            {
                all[file.Path] = root;
            }
        }

        return [.. all.Where(each => each.Key.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)).Select(each => new ProjectFile(each.Key, each.Value, all))];
    }

    /// <summary>The sources it compiles: by default those in its folder, but for folders of other projects.</summary>
    /// <param name="inFolder">The sources that lie in its folder and in no other project's below.</param>
    /// <param name="all">All sources of the repository.</param>
    public ImmutableArray<string> SourcesAmong(IEnumerable<string> inFolder, IReadOnlyCollection<string> all)
    {
        bool takesFolder = _isOwnSdk && !string.Equals(Last("EnableDefaultCompileItems"), "false", StringComparison.OrdinalIgnoreCase) && !string.Equals(Last("EnableDefaultItems"), "false", StringComparison.OrdinalIgnoreCase);
        var sources = new SortedSet<string>(takesFolder ? inFolder : [], StringComparer.Ordinal);
        foreach ((XElement element, string folder) in Items("Compile"))
        {
            sources.UnionWith(Matches(element.Attribute("Include")?.Value, folder, all).Except(Matches(element.Attribute("Exclude")?.Value, folder, all)));
            sources.ExceptWith(IsConditional(element) ? [] : Matches(element.Attribute("Remove")?.Value, folder, all));
        }

        return [.. sources];
    }

    /// <summary>Paths of the projects it names, relative to the folder of the repository.</summary>
    public ImmutableArray<string> ReferencedPaths => _referencedPaths.Value;

    /// <summary>The assemblies that may see what is internal.</summary>
    public IEnumerable<string> FriendAssemblies => Items("InternalsVisibleTo").SelectMany(item => Parts(item.Element.Attribute("Include")?.Value)).Select(Expanded).OfType<string>();

    /// <summary>Imports with a name of their own, or of a class: what namespaces are imported <see cref="ProjectSettings"/> knows.</summary>
    public IEnumerable<string> SpecialImports => Items("Using").Select(item => item.Element).SelectMany(element =>
        Parts(element.Attribute("Include")?.Value).Select(name =>
            element.Attribute("Alias")?.Value is { } alias ? $"global using {alias} = {name};"
            : ProjectSettings.IsStatic(element) ? $"global using static {name};"
            : null)).OfType<string>();

    /// <summary>A path's folder with a slash at its end; empty for a file of the top folder.</summary>
    public static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static bool IsImportedByPlace(string path) =>
        System.IO.Path.GetFileName(path.AsSpan()) is "Directory.Build.props" or "Directory.Build.targets";

    private static string[] Parts(string? value) => value?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>What is left out under a condition is compiled under another, and an edit that left it out would break that.</summary>
    private static bool IsConditional(XElement element) => element.Attribute("Condition") is not null || element.Parent?.Attribute("Condition") is not null;

    private IEnumerable<(XElement Element, string Folder)> Items(string name) => _items[name];

    private string? Last(string property) => Items(property).Select(each => each.Element.Value.Trim()).LastOrDefault();

    private string? Expanded(string value)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(Path);
        string expanded = value.Replace("$(MSBuildProjectName)", name, StringComparison.OrdinalIgnoreCase);
        expanded = expanded.Contains("$(AssemblyName)", StringComparison.OrdinalIgnoreCase) && Last("AssemblyName")?.Contains("$(", StringComparison.Ordinal) != true
            ? expanded.Replace("$(AssemblyName)", Last("AssemblyName") ?? name, StringComparison.OrdinalIgnoreCase)
            : expanded;
        return expanded.Contains("$(", StringComparison.Ordinal) ? null : expanded;
    }

    private IEnumerable<string> Matches(string? patterns, string folder, IReadOnlyCollection<string> all)
    {
        string[] resolved = [.. Parts(patterns).Select(pattern => Resolved(pattern, folder)).OfType<string>()];
        if (resolved.Length == 0)
        {
            return [];
        }

        if (Array.TrueForAll(resolved, path => !path.Contains('*', StringComparison.Ordinal)))
        {
            return resolved.Where(new HashSet<string>(all, StringComparer.Ordinal).Contains);
        }

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddIncludePatterns(resolved);
        return matcher.Match(all).Files.Select(file => file.Path);
    }

    /// <summary>A path of a project file, which is relative to the project even in a file that is imported, relative to the repository; null where it leads out of it or names what is not known.</summary>
    private string? Resolved(string path, string folder) => Resolved(path, folder, Folder);

    private string? Resolved(string path, string folder, string relativeTo)
    {
        string written = path.Replace('\\', '/');
        const string here = "$(MSBuildThisFileDirectory)";
        (string start, string rest) = written.StartsWith(here, StringComparison.OrdinalIgnoreCase) ? (folder, written[here.Length..].TrimStart('/')) : (relativeTo, written);
        if (rest.StartsWith('/') || Expanded(rest) is not { } known)
        {
            return null;
        }

        var parts = new List<string>();
        foreach (string part in (start + known).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count == 0)
            {
                return null;
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
