namespace Fathom.Repository.Files;

/// <summary>Finds the git repository around a place, whether it can be read or not.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder of the git repository around a file; where there is none, the file's own.</summary>
    /// <param name="file">The file; it need not exist.</param>
    public static string Around(string file)
    {
        string own = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return AroundFolder(own) ?? own;
    }

    /// <summary>The folder of the git repository that a folder is or lies in; null where there is none.</summary>
    /// <param name="folder">The folder, a full path.</param>
    public static string? AroundFolder(string folder)
    {
        for (string? at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.Exists(Path.Combine(at, ".git")))
            {
                return at;
            }
        }

        return null;
    }
}
