using DiffPlex.Renderer;
using Fathom.Refactoring.Staging;

namespace Fathom.Refactoring.Preview;

/// <summary>Shows a change set as a unified diff, as <c>git apply</c> takes it.</summary>
public static class UnifiedDiff
{
    /// <summary>The diff of all files.</summary>
    public static string Of(ChangeSet changes) => string.Concat(changes.Files.Select(Of));

    private static string Of(FileChange change)
    {
        string newPath = change.NewPath ?? change.Path;
        string moved = change.NewPath is null ? "" : $"diff --git a/{change.Path} b/{newPath}\nrename from {change.Path}\nrename to {newPath}\n";
        return change.Edits.Length == 0
            ? moved
            : moved + UnidiffRenderer.GenerateUnidiff(change.Before, change.After, $"a/{change.Path}", $"b/{newPath}");
    }
}
