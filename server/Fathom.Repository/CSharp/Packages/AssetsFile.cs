using System.Text.Json;
using NuGet.Frameworks;

namespace Fathom.Repository.CSharp.Packages;

/// <summary>What a restore has written of a project: <c>obj/project.assets.json</c>.</summary>
internal static class AssetsFile
{
    private const int MostBytes = 50_000_000;

    /// <summary>The assemblies that a project is compiled against, relative to the package folder; null where no restore was made or its file is damaged.</summary>
    /// <param name="file">The file.</param>
    public static IReadOnlyList<string>? Read(string file)
    {
        try
        {
            if (!File.Exists(file) || new FileInfo(file).Length > MostBytes)
            {
                return null;
            }

            using FileStream stream = File.OpenRead(file);
            using var document = JsonDocument.Parse(stream);
            return [.. AssembliesOf(document.RootElement)];
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException or FrameworkException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> AssembliesOf(JsonElement root)
    {
        Dictionary<NuGetFramework, JsonElement> targets = [];
        foreach (JsonProperty target in root.GetProperty("targets").EnumerateObject().Where(target => !target.Name.Contains('/', StringComparison.Ordinal)))
        {
            targets.TryAdd(NuGetFramework.Parse(target.Name), target.Value);
        }

        if (PackageFolder.Nearest(targets.Keys) is not { } framework)
        {
            yield break;
        }

        JsonElement libraries = root.GetProperty("libraries");
        foreach (JsonProperty package in targets[framework].EnumerateObject())
        {
            if (package.Value.TryGetProperty("compile", out JsonElement compile)
                && libraries.TryGetProperty(package.Name, out JsonElement library)
                && library.GetProperty("type").GetString() == "package")
            {
                foreach (JsonProperty asset in compile.EnumerateObject().Where(asset => asset.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
                {
                    yield return $"{library.GetProperty("path").GetString()}/{asset.Name}";
                }
            }
        }
    }
}
