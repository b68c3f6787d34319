using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Fathom.Repository.Files;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Fathom.Repository.CSharp.Projects;

/// <summary>What a project file and those that it imports by their place (<c>Directory.Build.props</c>, <c>.targets</c>) say of sources and references. Conditions are not read: all of it counts.</summary>
internal sealed class ProjectFile
{
    private readonly ImmutableArray<(XElement Element, string Folder)> _elements;
    private readonly bool _isOwnSdk;

    private ProjectFile(string path, bool isOwnSdk, ImmutableArray<(XElement Element, string Folder)> elements)
    {
        (Path, _isOwnSdk, _elements) = (path, isOwnSdk, elements);
        Folder = FolderOf(path);
    }

    /// <summary>Its path, relative to the folder of the repository.</summary>
    public string Path { get; }

    /// <summary>The folder it lies in, with a slash at its end; empty for that of the repository.</summary>
    public string Folder { get; }

    /// <summary>The name of its assembly.</summary>
    public string AssemblyName => Last("AssemblyName") is { } name && Expanded(name) is { } known ? known : System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Reads a project file; null for one that is damaged.</summary>
    /// <param name="file">The file.</param>
    /// <param name="all">All project files, of which those above it count.</param>
    public static ProjectFile? Read(RepositoryText file, IEnumerable<RepositoryText> all)
    {
        if (Parse(file.Text) is not { } root)
        {
            return null;
        }

        string folder = FolderOf(file.Path);
        IEnumerable<(XElement, string)> above = all
            .Where(each => IsImportedByPlace(each.Path) && folder.StartsWith(FolderOf(each.Path), StringComparison.Ordinal))
            .OrderBy(each => each.Path.Length)
            .SelectMany(each => Parse(each.Text) is { } imported ? imported.Descendants().Select(element => (element, FolderOf(each.Path))) : []);
        bool isSdk = root.Attribute("Sdk") is not null || root.Elements().Any(element => element.Name.LocalName == "Sdk" || element.Attribute("Sdk") is not null);
        return new ProjectFile(file.Path, isSdk, [.. above, .. root.Descendants().Select(element => (element, folder))]);
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
            sources.UnionWith(Matches(element.Attribute("Include")?.Value, folder, all));
            sources.ExceptWith(Matches(element.Attribute("Remove")?.Value, folder, all));
        }

        return [.. sources];
    }

    /// <summary>Paths of the projects it names, relative to the folder of the repository.</summary>
    public IEnumerable<string> ReferencedPaths => Items("ProjectReference")
        .SelectMany(item => Parts(item.Element.Attribute("Include")?.Value).Select(part => Resolved(part, item.Folder)))
        .OfType<string>();

    /// <summary>The assemblies that may see what is internal.</summary>
    public IEnumerable<string> FriendAssemblies => Items("InternalsVisibleTo").SelectMany(item => Parts(item.Element.Attribute("Include")?.Value)).Select(Expanded).OfType<string>();

    /// <summary>Imports with a name of their own, or of a class: what namespaces are imported <see cref="ProjectSettings"/> knows.</summary>
    public IEnumerable<string> SpecialImports => Items("Using").Select(item => item.Element).SelectMany(element =>
        Parts(element.Attribute("Include")?.Value).Select(name =>
            element.Attribute("Alias")?.Value is { } alias ? $"global using {alias} = {name};"
            : element.Attribute("Static")?.Value is "true" or "True" ? $"global using static {name};"
            : null)).OfType<string>();

    /// <summary>A path's folder with a slash at its end; empty for a file of the top folder.</summary>
    public static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static bool IsImportedByPlace(string path) =>
        System.IO.Path.GetFileName(path.AsSpan()) is "Directory.Build.props" or "Directory.Build.targets";

    private static XElement? Parse(string text)
    {
        try
        {
            return XDocument.Parse(text).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string[] Parts(string? value) => value?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private IEnumerable<(XElement Element, string Folder)> Items(string name) => _elements.Where(each => each.Element.Name.LocalName == name);

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

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddIncludePatterns(resolved);
        return matcher.Match(all).Files.Select(file => file.Path);
    }

    /// <summary>A path of a project file, which is relative to the project even in a file that is imported, relative to the repository; null where it leads out of it or names what is not known.</summary>
    private string? Resolved(string path, string folder)
    {
        string written = path.Replace('\\', '/');
        const string here = "$(MSBuildThisFileDirectory)";
        (string start, string rest) = written.StartsWith(here, StringComparison.OrdinalIgnoreCase) ? (folder, written[here.Length..].TrimStart('/')) : (Folder, written);
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
