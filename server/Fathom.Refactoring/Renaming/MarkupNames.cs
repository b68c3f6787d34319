using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Refactoring.Staging.Reach;

namespace Fathom.Refactoring.Renaming;

/// <summary>Finds pages and views that hold a symbol's name: what they are compiled to is not there to be bound, so they are told and not renamed.</summary>
internal static class MarkupNames
{
    private static readonly string[] s_extensions = [".razor", ".cshtml", ".xaml", ".axaml"];

    /// <summary>A sentence that names some of them, or nothing.</summary>
    /// <param name="workspace">The workspace as it was read.</param>
    /// <param name="name">The name before the renaming.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IReadOnlyList<string> Warnings(EditableWorkspace workspace, string name, CancellationToken cancellationToken)
    {
        string[] holding =
        [
            .. workspace.Files.EnumerateOfAnyKind(cancellationToken)
                .Select(file => file.Path)
                .Where(path => s_extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && TextOf(workspace, path) is { } text && Words.Holds(text, name))
                .Order(StringComparer.Ordinal),
        ];
        return holding.Length == 0 ? [] : [$"pages and views are not renamed, and '{name}' stands in {StagedEdit.Some(holding)}"];
    }

    private static string? TextOf(EditableWorkspace workspace, string path) => workspace.OpenText(path) ?? SourceFiles.Decode(workspace.Files.FullPath(path))?.Text;
}
