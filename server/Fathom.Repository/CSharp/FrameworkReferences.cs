using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Fathom.Repository.CSharp;

/// <summary>The assemblies of .NET that C# sources are bound against.</summary>
/// <remarks>
/// Those of the installed SDK's reference packs; without packs the runtime's own. ASP.NET Core's pack is among them where it is installed: it holds the
/// packages (logging, options, dependency injection) that most projects use in one way or another, and what a file does not import costs nothing.
/// </remarks>
internal static class FrameworkReferences
{
    private static readonly string[] s_packs = ["Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref"];
    private static readonly Lazy<ImmutableArray<string>> s_paths = new(Find);
    private static readonly Lazy<ImmutableArray<MetadataReference>> s_installed = new(() => [.. Paths.Select(path => MetadataReference.CreateFromFile(path))]);
    private static readonly Lazy<HashSet<string>> s_names = new(() => Paths.Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>The paths of all assemblies, found once in the life of the process.</summary>
    public static ImmutableArray<string> Paths => s_paths.Value;

    /// <summary>References to all assemblies, made once in the life of the process. Reading them takes some hundred milliseconds.</summary>
    public static ImmutableArray<MetadataReference> Installed => s_installed.Value;

    /// <summary>The simple names of these assemblies.</summary>
    public static IReadOnlySet<string> Names => s_names.Value;

    /// <summary>The folder of .NET that this process runs on: it holds <c>shared</c> and, with an SDK, <c>packs</c>.</summary>
    private static string RuntimeFolder => Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static ImmutableArray<string> Find()
    {
        string packs = Path.GetFullPath(Path.Combine(RuntimeFolder, "..", "..", "..", "packs"));
        string[] found = [.. s_packs.SelectMany(pack => NewestOf(Path.Combine(packs, pack)))];
        return [.. found.Length > 0 ? found : AssembliesIn(RuntimeFolder)];
    }

    private static IEnumerable<string> NewestOf(string pack)
    {
        if (!Directory.Exists(pack))
        {
            return [];
        }

        string? newest = Directory.EnumerateDirectories(pack).MaxBy(folder => Version.TryParse(Path.GetFileName(folder), out Version? version) ? version : new Version());
        string? framework = newest is not null && Path.Combine(newest, "ref") is var references && Directory.Exists(references)
            ? Directory.EnumerateDirectories(references, "net*").FirstOrDefault()
            : null;
        return framework is null ? [] : AssembliesIn(framework);
    }

    private static IEnumerable<string> AssembliesIn(string folder) => Directory.EnumerateFiles(folder, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal);

    private static bool IsManaged(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var image = new System.Reflection.PortableExecutable.PEReader(file);
        return image.HasMetadata;
    }
}
