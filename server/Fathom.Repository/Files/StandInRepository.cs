using LibGit2Sharp;

namespace Fathom.Repository.Files;

/// <summary>Empty repositories through which libgit2 reads ignore rules where git itself has none to read them with. They lie in the cache, and where that cannot be written, in the system's temporary folder until this process ends.</summary>
internal static class StandInRepository
{
    private static readonly Lazy<string> s_temporary = new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("fathom-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>The folder of the one of this name.</summary>
    /// <param name="cacheFolder">Fathom's part of the user's cache.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="configure">What is set in it when it is made.</param>
    public static string Find(string cacheFolder, string name, Action<Configuration>? configure = null)
    {
        try
        {
            return FindIn(cacheFolder, name, configure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or LibGit2SharpException)
        {
            return FindIn(s_temporary.Value, name, configure);
        }
    }

    // Other processes may be making the same: each makes its own, and the first one moved into place is everybody's.
    private static string FindIn(string folder, string name, Action<Configuration>? configure)
    {
        string path = Path.Combine(folder, name);
        if (LibGit2Sharp.Repository.IsValid(path))
        {
            return path;
        }

        string made = $"{path}-{Guid.NewGuid():N}";
        LibGit2Sharp.Repository.Init(made, isBare: true);
        using (var repository = new LibGit2Sharp.Repository(made))
        {
            configure?.Invoke(repository.Config);
        }

        try
        {
            Directory.Move(made, path);
        }
        catch (IOException) when (LibGit2Sharp.Repository.IsValid(path))
        {
            Directory.Delete(made, recursive: true);
        }

        return path;
    }
}
