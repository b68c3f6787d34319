namespace Fathom.Repository;

/// <summary>The folder of the user's cache that belongs to Fathom. Everything in it can be made again.</summary>
public static class CacheFolder
{
    /// <summary>The folder, by the custom of the system: <c>XDG_CACHE_HOME</c> or <c>~/.cache</c>, <c>~/Library/Caches</c>, <c>%LOCALAPPDATA%</c>. It may not exist yet.</summary>
    public static string Default => System.IO.Path.Combine(Root(), "fathom");

    private static string Root()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        }

        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } chosen && System.IO.Path.IsPathRooted(chosen))
        {
            return chosen;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsMacOS() ? System.IO.Path.Combine(home, "Library", "Caches") : System.IO.Path.Combine(home, ".cache");
    }
}
