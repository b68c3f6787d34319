namespace Fathom.Server.Workspaces;

/// <summary>Finds the folder that a file belongs to.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder of the git repository around a file; where there is none, the file's own.</summary>
    public static string Around(string file)
    {
        string own = Path.GetDirectoryName(Path.GetFullPath(file))!;
        for (string? folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return folder;
            }
        }

        return own;
    }
}
