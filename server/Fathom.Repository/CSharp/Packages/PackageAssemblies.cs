using Fathom.Repository.Files;

namespace Fathom.Repository.CSharp.Packages;

/// <summary>Finds the assemblies of the packages that the projects of a folder use. Nothing is restored, downloaded or run.</summary>
/// <param name="packages">Where packages are kept.</param>
public sealed class PackageAssemblies(PackageFolder packages)
{
    private const int MostPackages = 2_000;

    /// <summary>
    /// Full paths of the assemblies: of a project that was restored, those that the restore chose; of others, those of the packages that its files name and of
    /// what these need, as far as they are in the user's package folder.
    /// </summary>
    /// <param name="folder">The folder of the repository.</param>
    /// <param name="projects">Its project files.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public IReadOnlyList<string> Find(string folder, IReadOnlyCollection<RepositoryText> projects, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new List<RepositoryText>();
        foreach (RepositoryText project in projects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (project.Path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) && RestoredOf(folder, project.Path) is { } restored)
            {
                found.UnionWith(restored);
            }
            else
            {
                open.Add(project);
            }
        }

        if (open.Exists(project => project.Path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)))
        {
            found.UnionWith(Named(PackageWishes.In(open), cancellationToken));
        }

        return [.. found.Select(packages.Find).OfType<string>()];
    }

    /// <summary>Beside the project, or in the folder of all output.</summary>
    private static IReadOnlyList<string>? RestoredOf(string folder, string project) =>
        AssetsFile.Read(Path.Combine(folder, Path.GetDirectoryName(project)!, "obj", "project.assets.json"))
        ?? AssetsFile.Read(Path.Combine(folder, "artifacts", "obj", Path.GetFileNameWithoutExtension(project), "project.assets.json"));

    private HashSet<string> Named(IReadOnlyList<PackageWish> wishes, CancellationToken cancellationToken)
    {
        var assemblies = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var queue = new Queue<PackageWish>(wishes);
        while (queue.TryDequeue(out PackageWish? wish) && seen.Count < MostPackages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (seen.Add(wish.Id) && packages.Find(wish.Id, wish.Version) is { } package)
            {
                assemblies.UnionWith(packages.AssembliesOf(package));
                foreach (PackageWish need in packages.NeedsOf(package))
                {
                    queue.Enqueue(need);
                }
            }
        }

        return assemblies;
    }
}
