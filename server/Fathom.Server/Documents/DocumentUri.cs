namespace Fathom.Server.Documents;

/// <summary>Reads the addresses of documents, which clients spell differently (<c>file:///c%3A/x</c> and <c>file:///C:/x</c>).</summary>
internal static class DocumentUri
{
    /// <summary>The scheme in lower case; empty when there is none.</summary>
    public static string SchemeOf(string uri)
    {
        int colon = uri.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? uri[..colon].ToLowerInvariant() : "";
    }

    /// <summary>One key for all spellings: decoded, with a lower-case drive letter, in lower case where the file system ignores case.</summary>
    public static string KeyOf(string uri)
    {
        string key = Uri.UnescapeDataString(uri);
        const string driveStart = "file:///";
        if (key.Length > driveStart.Length + 1 && key.StartsWith(driveStart, StringComparison.OrdinalIgnoreCase) && key[driveStart.Length + 1] == ':')
        {
            key = driveStart + char.ToLowerInvariant(key[driveStart.Length]) + key[(driveStart.Length + 1)..];
        }

        bool ignoresCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
        return ignoresCase ? key.ToLowerInvariant() : key;
    }

    /// <summary>The key that a file has when it is opened.</summary>
    /// <param name="path">Its full path.</param>
    public static string KeyOfFile(string path) => KeyOf(new Uri(path).AbsoluteUri);

    /// <summary>The path of a file on this machine, or null for an address of another kind.</summary>
    public static string? FilePath(string uri) =>
        Uri.TryCreate(OperatingSystem.IsWindows() ? WithPlainDrive(uri) : uri, UriKind.Absolute, out Uri? address) && address.IsFile ? Path.GetFullPath(address.LocalPath) : null;

    /// <summary>The address with the colon of a Windows drive as it is: VS Code writes it as <c>%3A</c>, and .NET then takes the drive for a folder.</summary>
    public static string WithPlainDrive(string uri)
    {
        const string driveStart = "file:///";
        const string colon = "%3A";
        int at = driveStart.Length + 1;
        return uri.Length > at && uri.StartsWith(driveStart, StringComparison.OrdinalIgnoreCase) && char.IsAsciiLetter(uri[at - 1])
            && uri.AsSpan(at).StartsWith(colon, StringComparison.OrdinalIgnoreCase)
                ? $"{uri[..at]}:{uri[(at + colon.Length)..]}"
                : uri;
    }

    /// <summary>True when one of the folders holds the document with this key.</summary>
    public static bool IsWithin(string key, IReadOnlyList<string> folderUris) =>
        folderUris.Any(folder => key.StartsWith(KeyOf(folder).TrimEnd('/') + "/", StringComparison.Ordinal));

    /// <summary>The path relative to the innermost of the folders that holds the document, else the document's file name.</summary>
    public static string RelativePath(string uri, IReadOnlyList<string> folderUris)
    {
        string key = KeyOf(uri);
        string? folder = folderUris
            .Select(each => KeyOf(each).TrimEnd('/') + "/")
            .Where(each => key.StartsWith(each, StringComparison.Ordinal))
            .MaxBy(each => each.Length);
        string decoded = Uri.UnescapeDataString(uri);
        return folder is null ? decoded[(decoded.LastIndexOf('/') + 1)..] : decoded[folder.Length..];
    }
}
