namespace Fathom.Backends.Http;

/// <summary>Puts the path of a request behind the address that a user gave, which may already hold the start of the path.</summary>
internal static class BackendAddress
{
    private static readonly string[] s_starts = ["v1/", "beta/"];

    /// <summary>The whole address.</summary>
    /// <param name="address">The user's address; ends with a slash.</param>
    /// <param name="path">The path.</param>
    public static Uri Of(Uri address, string path)
    {
        string? given = Array.Find(s_starts, start => address.AbsolutePath.EndsWith("/" + start, StringComparison.Ordinal));
        return given is null ? new Uri(address, path)
            : path.StartsWith(given, StringComparison.Ordinal) ? new Uri(address, path[given.Length..])
            : new Uri(address, "../" + path);
    }
}
