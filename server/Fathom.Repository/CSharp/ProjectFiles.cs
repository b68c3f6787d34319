using Fathom.Repository.Files;

namespace Fathom.Repository.CSharp;

/// <summary>Finds the project files of a repository. They are read for what they say of sources and never become part of a prompt.</summary>
public static class ProjectFiles
{
    private const int Deepest = 8;
    private static readonly string[] s_extensions = [".csproj", ".props", ".targets", ".projitems"];

    /// <summary>True for a file that says something of projects, by its name.</summary>
    /// <param name="path">Its path.</param>
    public static bool IsOne(string path) => s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The project files in the folders that the gate lets pass, at most eight folders deep. Those that cannot be read are left out.</summary>
    public static IReadOnlyList<RepositoryText> ReadAll(RepositoryFiles files, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Deepest,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };
        var found = new List<RepositoryText>();
        foreach (string path in s_extensions.SelectMany(extension => Directory.EnumerateFiles(files.Folder, $"*{extension}", options)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // A pipe has no length, and opening it would wait for somebody who writes.
            if (files.JudgePath(path, ofAnyKind: true) is { File.Length: > 0, Path: var relative })
            {
                try
                {
                    found.Add(new RepositoryText(relative, File.ReadAllText(path)));
                }
                catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
                {
                    // It went away meanwhile, or may not be read.
                }
            }
        }

        return found;
    }
}
