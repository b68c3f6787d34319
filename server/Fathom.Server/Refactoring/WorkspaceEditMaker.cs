using Fathom.Refactoring;
using Fathom.Refactoring.Staging;
using Fathom.Repository.Files;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Protocol;
using Fathom.Server.Workspaces;
using Microsoft.CodeAnalysis.Text;
using Range = Fathom.Server.Protocol.Range;

namespace Fathom.Server.Refactoring;

/// <summary>Writes a change set as LSP has it, in what the client understands.</summary>
internal sealed class WorkspaceEditMaker(ServerSession session, DocumentStore documents)
{
    private const string Annotation = "fathom";

    /// <summary>One edit for all files. Where the client can ask the user file by file and hunk by hunk, it has to.</summary>
    /// <exception cref="RefactoringException">The client cannot make or delete files, and the edit does.</exception>
    public WorkspaceEdit Make(RepositoryFiles files, ChangeSet changes)
    {
        RefuseWhatClientCannot(changes);
        if (!session.TakesDocumentChanges)
        {
            return new WorkspaceEdit(changes.Files.Where(file => !file.Edits.IsEmpty).ToDictionary(file => UriOf(files, file.Path), file => EditsOf(file, null)), null, null);
        }

        string? annotation = session.TakesChangeAnnotations ? Annotation : null;
        IEnumerable<DocumentChange> creations = changes.Files.Where(file => file.Kind == FileChangeKind.Created)
            .Select(file => new DocumentChange { Kind = "create", Uri = AddressOf(files, file.Path), AnnotationId = annotation });
        IEnumerable<DocumentChange> edits = changes.Files.Where(file => file.Kind != FileChangeKind.Deleted && !file.Edits.IsEmpty).Select(file => new DocumentChange
        {
            TextDocument = new OptionalVersionedTextDocumentIdentifier(UriOf(files, file.Path), documents.WithKey(files.KeyOf(file.Path))?.Version),
            Edits = EditsOf(file, annotation),
        });
        IEnumerable<DocumentChange> moves = session.RenamesFiles
            ? changes.Files.Where(file => file.NewPath is not null).Select(file => new DocumentChange { Kind = "rename", OldUri = UriOf(files, file.Path), NewUri = AddressOf(files, file.NewPath!), AnnotationId = annotation })
            : [];
        IEnumerable<DocumentChange> deletions = changes.Files.Where(file => file.Kind == FileChangeKind.Deleted)
            .Select(file => new DocumentChange { Kind = "delete", Uri = UriOf(files, file.Path), AnnotationId = annotation });
        string? description = changes.NewErrors.IsEmpty ? "compiles as before" : changes.NewErrors.Length == 1 ? "would bring a new error" : $"would bring {changes.NewErrors.Length} new errors";
        return new WorkspaceEdit(
            null,
            [.. creations, .. edits, .. moves, .. deletions],
            annotation is null ? null : new Dictionary<string, ChangeAnnotation> { [Annotation] = new(changes.Title, NeedsConfirmation: true, description) });
    }

    private void RefuseWhatClientCannot(ChangeSet changes)
    {
        FileChange? cannot = changes.Files.FirstOrDefault(file => file.Kind switch
        {
            FileChangeKind.Created => !session.CreatesFiles,
            FileChangeKind.Deleted => !session.DeletesFiles,
            _ => false,
        });
        if (cannot is not null)
        {
            string does = cannot.Kind == FileChangeKind.Created ? "make" : "delete";
            throw new RefactoringException($"The editor does not {does} files as a part of an edit, and {cannot.Path} would have to be; nothing was edited, apply the diff with git or run the edit with 'fathom edit --apply'.");
        }
    }

    /// <summary>The address as the client spells it where the document is open.</summary>
    private string UriOf(RepositoryFiles files, string path) => documents.WithKey(files.KeyOf(path))?.Uri ?? AddressOf(files, path);

    private static string AddressOf(RepositoryFiles files, string path) => new Uri(files.FullPath(path)).AbsoluteUri;

    private static IReadOnlyList<AnnotatedTextEdit> EditsOf(FileChange file, string? annotation)
    {
        LineIndex lines = LineIndex.Of(file.Before);
        return [.. file.Edits.Select(edit => new AnnotatedTextEdit(RangeOf(lines, edit.Span), edit.NewText ?? "", annotation))];
    }

    private static Range RangeOf(LineIndex lines, TextSpan span) => new(lines.PositionOf(span.Start), lines.PositionOf(span.End));
}
