using Fathom.Completion.Evaluation.Holes;

namespace Fathom.Completion.Evaluation;

/// <summary>Finds the C# files of a folder that people wrote.</summary>
internal static class SourceTree
{
    private static readonly string[] SkippedFolders = ["bin", "obj", "node_modules", "packages", "TestResults"];

    /// <summary>
    /// Paths relative to the folder, with forward slashes, in ordinal order. Left out are hidden files and folders, links, folders of build output
    /// and packages, and files that are named as generated ones are.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder {folder}; name one with C# sources.");
        }

        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
        };
        return
        [
            .. Directory.EnumerateFiles(folder, "*.cs", options)
                .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Where(path => !GeneratedCode.IsNamedSo(path) && !path.Split('/').Any(IsSkipped))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsSkipped(string name) => name.StartsWith('.') || SkippedFolders.Contains(name, StringComparer.OrdinalIgnoreCase);
}
