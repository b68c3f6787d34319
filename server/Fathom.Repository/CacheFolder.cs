namespace Fathom.Repository;

/// <summary>The folder of the user's cache that belongs to Fathom. Everything in it can be made again.</summary>
public static class CacheFolder
{
    /// <summary>The folder of <see cref="Find()"/>; where the user has none, one among the temporary files. It may not exist yet.</summary>
    public static string Default => Find() ?? Path.Combine(Path.GetTempPath(), "fathom");

    /// <summary>The folder <c>fathom</c> in the user's cache folder, which may not exist yet; null where the user has none.</summary>
    public static string? Find() => Find(
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "other",
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>
    /// <c>XDG_CACHE_HOME</c> where it is set to a full path; else <c>LOCALAPPDATA</c> on Windows, <c>~/Library/Caches</c> on macOS and
    /// <c>~/.cache</c> elsewhere.
    /// </summary>
    /// <param name="system"><c>windows</c>, <c>macos</c> or <c>other</c>.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="home">The user's home; may be empty. Where the system knows of none, .NET answers the root of the disk, which is nobody's home.</param>
    internal static string? Find(string system, Func<string, string?> variable, string home)
    {
        string? folder = variable("XDG_CACHE_HOME") is { Length: > 0 } chosen && Path.IsPathFullyQualified(chosen) ? chosen : null;
        folder ??= system switch
        {
            "windows" => variable("LOCALAPPDATA"),
            _ when home is "" or "/" => null,
            "macos" => Path.Combine(home, "Library", "Caches"),
            _ => Path.Combine(home, ".cache"),
        };
        return string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, "fathom");
    }
}
