using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Sources;

/// <summary>Finds documents by their paths.</summary>
internal static class DocumentPaths
{
    /// <summary>The documents of a path, one for each project that compiles it.</summary>
    /// <remarks>Roslyn's own look-up does not tell upper from lower case, and where that is two files both would be edited.</remarks>
    public static IEnumerable<DocumentId> IdsAt(this Solution solution, string? path) =>
        solution.GetDocumentIdsWithFilePath(path).Where(id => solution.GetDocument(id)?.FilePath == path);

    /// <summary>The path that a document's file will have: one that goes with the name of its type has another name than its path still says.</summary>
    public static string? PlaceOf(this Document document) => document.FilePath is { } path ? $"{path[..(path.LastIndexOf('/') + 1)]}{document.Name}" : null;
}
