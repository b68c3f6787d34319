using System.Collections.Immutable;
using System.Xml;
using System.Xml.Linq;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.CSharp;

/// <summary>What the project files of a folder say about all of its sources, as far as that can be read without MSBuild.</summary>
/// <param name="Constants">Symbols of the preprocessor that are defined without a condition.</param>
/// <param name="Usings">Namespaces that files import unsaid, each with the folders (<c>a/b/</c>, empty for all) whose projects say so.</param>
/// <param name="Classes">Types whose static members files name unsaid, with folders likewise.</param>
/// <param name="Aliases">What files name by another name unsaid, where no two projects mean different things by it.</param>
/// <param name="Folders">The folders of the projects.</param>
internal sealed record ProjectSettings(
    ImmutableHashSet<string> Constants, ILookup<string, string> Usings, ILookup<string, string> Classes, ImmutableSortedDictionary<string, string> Aliases, ImmutableArray<string> Folders)
{
    // Conditions stand on a property, its group or a choice; a file of thousands of elements within each other is none of a project.
    private const int MostAncestors = 16;

    private static readonly string[] s_nothing = [];

    private static readonly string[] s_implicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] s_webUsings =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    /// <summary>For sources without a project: as <c>dotnet run FILE</c> reads them.</summary>
    public static ProjectSettings None { get; } = new([], s_implicitUsings.ToLookup(name => name, _ => ""), s_nothing.ToLookup(name => name), ImmutableSortedDictionary<string, string>.Empty, []);

    /// <summary>The namespaces and names that files import unsaid, as one source. Without the types: what is in several of them would be ambiguous where all projects are one compilation.</summary>
    public string Imports => GlobalUsings(Usings.Select(each => each.Key)) + string.Concat(Aliases.Select(each => $"global using {each.Key} = {each.Value};\n"));

    /// <summary>A source that imports some namespaces for all others.</summary>
    public static string GlobalUsings(IEnumerable<string> names) => string.Concat(names.Order(StringComparer.Ordinal).Select(name => $"global using {name};\n"));

    /// <summary>Reads project files (<c>*.csproj</c>, <c>*.props</c>, <c>*.targets</c>); those that are damaged say nothing.</summary>
    /// <param name="files">The files.</param>
    public static ProjectSettings Read(IReadOnlyCollection<RepositoryText> files)
    {
        if (files.Count == 0)
        {
            return None;
        }

        var constants = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var usings = new HashSet<(string Name, string Folder)>();
        var classes = new HashSet<(string Name, string Folder)>();
        var aliases = new HashSet<(string Alias, string Name)>();
        foreach (RepositoryText file in files)
        {
            if (Parse(file.Text) is not { } project)
            {
                continue;
            }

            // A file of another name is imported from anywhere.
            string name = file.Path[(file.Path.LastIndexOf('/') + 1)..];
            string folder = name.StartsWith("Directory.Build.", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) ? file.Path[..^name.Length] : "";
            bool isWeb = project.Attribute("Sdk")?.Value.EndsWith(".Web", StringComparison.OrdinalIgnoreCase) == true;
            foreach (XElement element in project.Descendants())
            {
                switch (element.Name.LocalName)
                {
                    case "DefineConstants" when !IsConditional(element):
                        constants.UnionWith(element.Value.Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Where(IsName));
                        break;
                    case "ImplicitUsings" when element.Value.Trim() is "enable" or "true":
                        usings.UnionWith((isWeb ? s_implicitUsings.Concat(s_webUsings) : s_implicitUsings).Select(space => (space, folder)));
                        break;
                    case "Using":
                        foreach (string import in (element.Attribute("Include")?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(IsNamespace))
                        {
                            if (element.Attribute("Alias")?.Value is { } alias)
                            {
                                aliases.Add((alias, import));
                            }
                            else
                            {
                                (IsStatic(element) ? classes : usings).Add((import, folder));
                            }
                        }

                        break;
                }
            }
        }

        return new ProjectSettings(
            constants.ToImmutable(),
            usings.ToLookup(each => each.Name, each => each.Folder),
            classes.ToLookup(each => each.Name, each => each.Folder),
            aliases.GroupBy(each => each.Alias, each => each.Name).Where(each => each.Count() == 1 && SyntaxFacts.IsValidIdentifier(each.Key))
                .ToImmutableSortedDictionary(each => each.Key, each => each.Single(), StringComparer.Ordinal),
            [.. files.Select(file => file.Path[..(file.Path.LastIndexOf('/') + 1)]).Distinct()]);
    }

    /// <summary>The folders whose projects import a namespace of a kind, by their own words or by a <c>global using</c> of one of their sources.</summary>
    public IReadOnlyList<string> FoldersImporting(IEnumerable<SyntaxTree> sources, Func<string, bool> isOfKind)
    {
        IEnumerable<string> bySources = sources
            .Where(source => ((CompilationUnitSyntax)source.GetRoot()).Usings.Any(
                import => !import.GlobalKeyword.IsKind(SyntaxKind.None) && import.Alias is null && import.Name is { } name && isOfKind(name.ToString())))
            .Select(source => ProjectFolderOf(source.FilePath));
        return [.. Usings.Where(each => isOfKind(each.Key)).SelectMany(each => each).Concat(bySources).Distinct()];
    }

    /// <summary>True for a <c>Using</c> of a type's static members.</summary>
    public static bool IsStatic(XElement import) => import.Attribute("Static")?.Value is "true" or "True";

    private string ProjectFolderOf(string path) =>
        Folders.Where(folder => path.StartsWith(folder, StringComparison.Ordinal)).MaxBy(folder => folder.Length) ?? "";

    private static bool IsConditional(XElement element) => element.AncestorsAndSelf().Take(MostAncestors).Any(each => each.Attribute("Condition") is not null);

    /// <summary>The root of a project file; null for one that is damaged.</summary>
    public static XElement? Parse(string text)
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

    private static bool IsName(string text) => text.All(each => char.IsLetterOrDigit(each) || each == '_');

    private static bool IsNamespace(string text) => CSharpNesting.IsBearable(text) && text.Split('.').All(part => part.Length > 0 && IsName(part));
}
