using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Staging;

/// <summary>Makes a change set of a solution that an edit has made of another.</summary>
internal static class StagedEdit
{
    /// <summary>Compares, compiles, and says what is to be known.</summary>
    /// <param name="title">What the edit does.</param>
    /// <param name="workspace">The workspace as it was read.</param>
    /// <param name="after">What the edit made of its solution.</param>
    /// <param name="warnings">What is known already.</param>
    /// <param name="renamed">The name that became another one, which errors of before quote.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ChangeSet> MakeAsync(string title, EditableWorkspace workspace, Solution after, IEnumerable<string> warnings, (string Old, string New)? renamed, CancellationToken cancellationToken)
    {
        Solution before = workspace.Solution;
        var files = new SortedDictionary<string, FileChange>(StringComparer.Ordinal);
        var projects = new SortedSet<string>(StringComparer.Ordinal);
        SolutionChanges changes = after.GetChanges(before);
        foreach (DocumentId id in changes.GetProjectChanges().SelectMany(change => change.GetChangedDocuments()))
        {
            (Document old, Document changed) = (before.GetDocument(id)!, after.GetDocument(id)!);
            if (old.FilePath is not { } path)
            {
                projects.Add(old.Project.FilePath!);
                continue;
            }

            ImmutableArray<TextChange> edits = WholeWords.Of(workspace.Sources[path].Text, await changed.GetTextChangesAsync(old, cancellationToken));
            string? newPath = PathOf(changed, workspace) is var named && named != path ? named : null;
            if (edits.Length > 0 || newPath is not null)
            {
                files[path] = files.TryGetValue(path, out FileChange? linked) ? Merged(linked, edits) : new FileChange(path, newPath, workspace.Sources[path].Text, workspace.Sources[path].HasByteOrderMark, edits);
            }
        }

        foreach (string path in changes.GetProjectChanges().SelectMany(change => change.GetRemovedDocuments()).Select(id => before.GetDocument(id)!.FilePath!))
        {
            files[path] = FileChange.Deletion(path, workspace.Sources[path].Text, workspace.Sources[path].HasByteOrderMark);
        }

        foreach (DocumentId id in changes.GetProjectChanges().SelectMany(change => change.GetAddedDocuments()).Concat(changes.GetAddedProjects().SelectMany(project => project.DocumentIds)))
        {
            Document added = after.GetDocument(id)!;
            if (added.FilePath is { } path)
            {
                SourceText text = await added.GetTextAsync(cancellationToken);
                // One that was deleted on the way and made anew is edited.
                FileChange change = workspace.Sources.TryGetValue(path, out SourceFile? source) ? Rewritten(source, text) : FileChange.Creation(PathOf(added, workspace), text.ToString());
                files[change.Path] = change;
            }
        }

        (ImmutableArray<NewError> errors, int oldErrors) = await ErrorDifference.FindAsync(before, after, renamed, cancellationToken);
        string[] generated = [.. files.Keys.Where(path => workspace.Sources.TryGetValue(path, out SourceFile? source) && source.IsGenerated)];
        string[] more =
        [
            .. generated.Length > 0 ? [$"{Some(generated)} is written by a tool and is edited too: change what the tool reads as well"] : Array.Empty<string>(),
            .. oldErrors > 0 ? [$"{(oldErrors == 1 ? "an error is" : $"{oldErrors} errors are")} in what was compiled already, as where packages are not restored, and what could not be bound there before cannot break now"] : Array.Empty<string>(),
            .. projects.Select(path => $"{path} names what changes and is not edited"),
            .. workspace.LeftOut.Count > 0 ? [$"{Some(workspace.LeftOut)} could not be read by the compiler and was not looked at"] : Array.Empty<string>(),
        ];
        return new ChangeSet(
            title,
            [.. files.Values],
            errors,
            [.. warnings, .. more]);
    }

    /// <summary>A few of some paths.</summary>
    internal static string Some(IReadOnlyCollection<string> paths) =>
        string.Join(", ", paths.Take(3)) + (paths.Count > 3 ? $" and {paths.Count - 3} more" : "");

    /// <summary>Where a document will lie: where it is, but for its name, which is of no use where a file of that name was read, though it be deleted.</summary>
    private static string PathOf(Document document, EditableWorkspace workspace)
    {
        string path = document.FilePath!;
        string named = path[..(path.LastIndexOf('/') + 1)] + document.Name;
        return workspace.Sources.ContainsKey(named) ? path : named;
    }

    private static FileChange Rewritten(SourceFile source, SourceText text) =>
        new(source.Path, null, source.Text, source.HasByteOrderMark, [.. text.GetTextChanges(SourceText.From(source.Text))]);

    /// <summary>A source that two projects compile may be edited for each: mostly alike, though Roslyn may say so in other pieces.</summary>
    private static FileChange Merged(FileChange first, ImmutableArray<TextChange> more) => SourceText.From(first.Before).WithChanges(more).ToString() == first.After ? first : new(
        first.Path,
        first.NewPath,
        first.Before,
        first.HasByteOrderMark,
        [.. first.Edits.Concat(more.Where(edit => !first.Edits.Any(each => each.Span.IntersectsWith(edit.Span)))).OrderBy(edit => edit.Span.Start)]);
}
