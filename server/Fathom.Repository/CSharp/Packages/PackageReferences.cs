using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace Fathom.Repository.CSharp.Packages;

/// <summary>References to the assemblies of packages.</summary>
internal static class PackageReferences
{
    private const long MostBytes = 150_000_000;

    /// <summary>
    /// Of assemblies of one name the newest; none that .NET has itself, and none that is damaged or native. What would take more than 150 MB together is left out.
    /// </summary>
    /// <param name="paths">The assemblies.</param>
    /// <param name="frameworkNames">The simple names of the assemblies that are referenced already.</param>
    public static ImmutableArray<MetadataReference> To(IEnumerable<string> paths, IReadOnlySet<string> frameworkNames)
    {
        var newest = new Dictionary<string, (Version Version, string Path)>(StringComparer.OrdinalIgnoreCase);
        foreach (string path in paths)
        {
            if (NameOf(path) is { Name: { } name, Version: { } version } && !frameworkNames.Contains(name) && (!newest.TryGetValue(name, out var known) || known.Version < version))
            {
                newest[name] = (version, path);
            }
        }

        long left = MostBytes;
        return [.. newest.Values.Select(each => each.Path).Order(StringComparer.Ordinal)
            .Where(path => (left -= new FileInfo(path).Length) > 0)
            .Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static System.Reflection.AssemblyName? NameOf(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var image = new PEReader(file);
            return image.HasMetadata && image.GetMetadataReader() is { IsAssembly: true } metadata ? metadata.GetAssemblyDefinition().GetAssemblyName() : null;
        }
        catch (Exception damaged) when (damaged is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
