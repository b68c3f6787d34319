using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Repository.Files;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Instructions;

/// <summary>The texts of a repository that are no C#, as a model sees and edits them. Each is read when it is asked for, and only what was edited is kept.</summary>
/// <param name="files">The gate: what it does not let pass is not there.</param>
/// <param name="mayShow">False for the path of a file that the user keeps from models.</param>
/// <param name="openText">The text of a file that is open in an editor, by its path; null where it is not.</param>
internal sealed class OtherFiles(RepositoryFiles files, Func<string, bool> mayShow, Func<string, string?> openText)
{
    private readonly SortedDictionary<string, Edited> _edited = new(StringComparer.Ordinal);

    /// <summary>Paths of the files that their names and sizes let pass; some may turn out to be no text.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    /// <exception cref="OperationCanceledException">The listing was cancelled.</exception>
    public IEnumerable<string> Paths(CancellationToken cancellationToken) => files.EnumerateOfAnyKind(cancellationToken)
        .Select(file => file.Path)
        .Where(path => !SourceLanguages.IsCSharp(path) && !_edited.ContainsKey(path) && mayShow(path))
        .Concat(_edited.Where(each => !each.Value.IsDeleted).Select(each => each.Key));

    /// <summary>The text of a file after the last edit; null where there is none, or none that a model may see.</summary>
    /// <param name="path">Its path, as <see cref="Paths"/> gives it.</param>
    public string? TextOf(string path) => _edited.TryGetValue(path, out Edited? edited) ? edited.Now?.ToString() : Read(path)?.Text;

    /// <summary>True where a file may not be made, since there is one, whether it may be seen or not.</summary>
    /// <param name="path">Its path.</param>
    public bool IsTaken(string path) => _edited.TryGetValue(path, out Edited? edited) ? !edited.IsDeleted : Path.Exists(files.FullPath(path)) || openText(path) is not null;

    /// <summary>True where a file was made in a folder.</summary>
    /// <param name="path">Path of the folder.</param>
    public bool IsFolder(string path) => _edited.Keys.Any(each => each.StartsWith($"{path}/", StringComparison.Ordinal));

    /// <summary>Edits a file that <see cref="TextOf"/> gave.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="change">The edit of its text as it is now.</param>
    public void Edit(string path, TextChange change)
    {
        Edited edited = Known(path);
        _edited[path] = edited with { Steps = edited.Steps.Add(edited.Now!.WithChanges(change)) };
    }

    /// <summary>Makes a file that is not taken.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="text">Its text.</param>
    public void Create(string path, string text) => _edited[path] = new Edited(_edited.TryGetValue(path, out Edited? deleted) ? deleted.Before : null, [SourceText.From(text)]);

    /// <summary>Deletes a file that <see cref="TextOf"/> gave.</summary>
    /// <param name="path">Its path.</param>
    public void Delete(string path) => _edited[path] = Known(path) with { Steps = [] };

    /// <summary>What became of the files.</summary>
    public IEnumerable<FileChange> Changes() => _edited.Select(each => ChangeOf(each.Key, each.Value)).OfType<FileChange>();

    private static FileChange? ChangeOf(string path, Edited edited)
    {
        if (edited.Before is not { } before)
        {
            return edited.Now is { } made ? FileChange.Creation(path, made.ToString()) : null;
        }

        if (edited.Now is not { } now)
        {
            return FileChange.Deletion(path, before.Text, before.HasByteOrderMark);
        }

        // One that was deleted on the way and made anew has no steps from what it was.
        SourceText start = edited.Steps[0].ToString() == before.Text ? edited.Steps[0] : SourceText.From(before.Text);
        return now.ToString() == before.Text ? null : new FileChange(path, null, before.Text, before.HasByteOrderMark, [.. now.GetTextChanges(start)]);
    }

    private Edited Known(string path) => _edited.TryGetValue(path, out Edited? edited) ? edited
        : Read(path) is not { } source ? throw new RefactoringException($"{path} is gone, or may not be read any more.")
        : !IsSpelledSo(path) ? throw new RefactoringException($"{path} is spelled otherwise on disk; take the path as list_files gives it.")
        : new Edited(source, [SourceText.From(source.Text)]);

    /// <summary>Where upper and lower case are one to the system, one file would be two, and the second edit of it would undo the first.</summary>
    private bool IsSpelledSo(string path)
    {
        string folder = files.Folder;
        foreach (string part in path.Split('/'))
        {
            if (!Directory.EnumerateFileSystemEntries(folder).Any(each => Path.GetFileName(each.AsSpan()).SequenceEqual(part)))
            {
                return false;
            }

            folder = Path.Combine(folder, part);
        }

        return true;
    }

    /// <summary>Only by its own path: a way around over other folders, or another stream of the same file, is none that the gate has judged.</summary>
    private SourceFile? Read(string path)
    {
        bool isOtherStream = OperatingSystem.IsWindows() && path.Contains(':', StringComparison.Ordinal);
        if (SourceLanguages.IsCSharp(path) || isOtherStream || !mayShow(path) || files.JudgePath(path, ofAnyKind: true).File is not { } file || file.Path != path
            || SourceFiles.Decode(files.FullPath(path)) is not var (onDisk, hasMark))
        {
            return null;
        }

        string text = openText(path) ?? onDisk;
        return files.JudgeText(path, text, ofAnyKind: true) == SkipReason.None ? new SourceFile(path, text, hasMark, IsGenerated: false) : null;
    }

    /// <summary>A file that was touched. All steps are kept, since only along them the edits are known one by one.</summary>
    /// <param name="Before">The file as it was read; null for one that was made.</param>
    /// <param name="Steps">Its texts, the last as it is now; none for one that is deleted.</param>
    private sealed record Edited(SourceFile? Before, ImmutableArray<SourceText> Steps)
    {
        public bool IsDeleted => Steps.IsEmpty;

        public SourceText? Now => Steps.IsEmpty ? null : Steps[^1];
    }
}
