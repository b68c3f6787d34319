using System.Xml;
using System.Xml.Linq;
using Fathom.Repository.Files;

namespace Fathom.Repository.CSharp.Packages;

/// <summary>The packages that project files ask for, as far as that can be read without MSBuild: properties in versions are not.</summary>
internal static class PackageWishes
{
    /// <summary>Every package of some projects once. Versions may stand in <c>Directory.Packages.props</c>.</summary>
    /// <param name="projects">The project files.</param>
    public static IReadOnlyList<PackageWish> In(IEnumerable<RepositoryText> projects)
    {
        var wished = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var central = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (XElement element in projects.SelectMany(project => Elements(project.Text)))
        {
            Dictionary<string, string?>? taken = element.Name.LocalName switch
            {
                "PackageReference" or "GlobalPackageReference" => wished,
                "PackageVersion" => central,
                _ => null,
            };
            string? id = (element.Attribute("Include") ?? element.Attribute("Update"))?.Value;
            if (taken is not null && id is { Length: > 0 })
            {
                taken[id] = VersionOf(element) ?? taken.GetValueOrDefault(id);
            }
        }

        return [.. wished.Select(each => new PackageWish(each.Key, each.Value ?? central.GetValueOrDefault(each.Key)))];
    }

    private static string? VersionOf(XElement element) =>
        (element.Attribute("VersionOverride") ?? element.Attribute("Version"))?.Value ?? element.Elements().FirstOrDefault(child => child.Name.LocalName == "Version")?.Value;

    private static IEnumerable<XElement> Elements(string text)
    {
        try
        {
            return XDocument.Parse(text).Descendants();
        }
        catch (XmlException)
        {
            return [];
        }
    }
}
