using System.Xml;
using System.Xml.Linq;
using NuGet.Frameworks;
using NuGet.Versioning;

namespace Fathom.Repository.CSharp.Packages;

/// <summary>
/// The folder in which NuGet keeps the user's packages (<c>~/.nuget/packages</c>, or what <c>NUGET_PACKAGES</c> names). Assemblies are read from here and from
/// nowhere else, whatever the files of a repository say: a path of theirs could name another machine.
/// </summary>
/// <param name="root">The folder; need not exist.</param>
public sealed class PackageFolder(string root)
{
    private static readonly NuGetFramework s_framework = NuGetFramework.Parse("net10.0");
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>The folder of this user.</summary>
    public static PackageFolder Default { get; } = new(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <summary>The one of some target frameworks that suits the newest .NET best; null where there is none.</summary>
    internal static NuGetFramework? Nearest(IReadOnlyCollection<NuGetFramework> frameworks) =>
        new FrameworkReducer().GetNearest(s_framework, frameworks) ?? frameworks.FirstOrDefault(framework => framework.IsSpecificFramework);

    /// <summary>The path of a file of a package; null where it lies elsewhere, or does not exist.</summary>
    internal string? Find(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        string full = Path.GetFullPath(Path.Combine(_root, path));
        return full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(full) ? full : null;
    }

    /// <summary>The folder of a version of a package, relative to this one; the newest where the wished one is not here, null where none is.</summary>
    internal string? Find(string id, string? version)
    {
        if (!IsId(id) || !Directory.Exists(Path.Combine(_root, id.ToLowerInvariant())))
        {
            return null;
        }

        NuGetVersion[] here = [.. Directory.EnumerateDirectories(Path.Combine(_root, id.ToLowerInvariant()))
            .Select(folder => NuGetVersion.TryParse(Path.GetFileName(folder), out NuGetVersion? found) ? found : null)
            .OfType<NuGetVersion>()];
        NuGetVersion? wished = version is { Length: > 0 } && VersionRange.TryParse(version, out VersionRange? range) ? range.FindBestMatch(here) : null;
        return (wished ?? here.Max()) is { } best ? $"{id.ToLowerInvariant()}/{best.ToNormalizedString().ToLowerInvariant()}" : null;
    }

    /// <summary>The assemblies to compile against of a package, relative to this folder.</summary>
    internal IEnumerable<string> AssembliesOf(string package)
    {
        foreach (string kind in new[] { "ref", "lib" })
        {
            string folder = Path.Combine(_root, package, kind);
            if (Directory.Exists(folder))
            {
                Dictionary<NuGetFramework, string> byFramework = [];
                foreach (string each in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
                {
                    byFramework.TryAdd(NuGetFramework.ParseFolder(Path.GetFileName(each)), each);
                }

                string? best = Nearest(byFramework.Keys) is { } nearest ? byFramework[nearest] : null;
                return best is null ? [] : Directory.EnumerateFiles(best, "*.dll").Select(file => $"{package}/{kind}/{Path.GetFileName(best)}/{Path.GetFileName(file)}");
            }
        }

        return [];
    }

    /// <summary>What a package needs, as its <c>.nuspec</c> says for the framework that suits best.</summary>
    internal IEnumerable<PackageWish> NeedsOf(string package)
    {
        if (Find($"{package}/{package[..package.IndexOf('/', StringComparison.Ordinal)]}.nuspec") is not { } file || Read(file) is not { } needs)
        {
            return [];
        }

        XElement[] groups = [.. needs.Elements().Where(element => element.Name.LocalName == "group")];
        Dictionary<NuGetFramework, XElement> byFramework = [];
        foreach (XElement group in groups)
        {
            byFramework.TryAdd(group.Attribute("targetFramework") is { } framework ? NuGetFramework.Parse(framework.Value) : NuGetFramework.AnyFramework, group);
        }

        XElement? chosen = groups.Length == 0 ? needs : Nearest(byFramework.Keys) is { } nearest ? byFramework[nearest] : null;
        return chosen?.Elements()
            .Where(element => element.Name.LocalName == "dependency" && element.Attribute("id") is not null)
            .Select(element => new PackageWish(element.Attribute("id")!.Value, element.Attribute("version")?.Value)) ?? [];
    }

    private static bool IsId(string id) => id.Length > 0 && id[0] != '.' && id.All(each => char.IsAsciiLetterOrDigit(each) || each is '.' or '-' or '_');

    private static XElement? Read(string nuspec)
    {
        try
        {
            return XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "dependencies");
        }
        catch (Exception damaged) when (damaged is XmlException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
