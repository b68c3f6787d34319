using System.Text;
using Fathom.Refactoring.Sources;
using Fathom.Repository.Files;

namespace Fathom.Refactoring.Staging;

/// <summary>Writes an accepted change set to disk: all of it, or nothing.</summary>
public static class ChangeWriter
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes the files. Line ends and byte order marks stay what they are.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="changes">The change set.</param>
    /// <exception cref="RefactoringException">A file is not what it was when the edit was made, or one is in the way; nothing was written.</exception>
    /// <exception cref="IOException">A file could not be written; those written before it are as they were.</exception>
    public static void Write(RepositoryFiles files, ChangeSet changes)
    {
        foreach (FileChange change in changes.Files)
        {
            Check(files, change);
        }

        var undo = new Stack<(string Path, Action Restore)>();
        try
        {
            // Deleted last: then nothing has to be brought back where a file cannot be written.
            foreach (FileChange change in changes.Files.OrderBy(change => change.Kind == FileChangeKind.Deleted))
            {
                Write(files, change, undo);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string[] lost = [.. undo.Where(step => !IsTakenBack(step.Restore)).Select(step => step.Path)];
            if (lost.Length > 0)
            {
                throw new RefactoringException($"{failure.Message} {StagedEdit.Some(lost)} could not be written back either; the diff says what was there.");
            }

            throw;
        }
    }

    private static void Check(RepositoryFiles files, FileChange change)
    {
        if (change.Kind != FileChangeKind.Created && SourceFiles.Decode(files.FullPath(change.Path)) != (change.Before, change.HasByteOrderMark))
        {
            throw new RefactoringException($"{change.Path} has changed since it was read; nothing was written, run the command again.");
        }

        string? inTheWay = change.Kind == FileChangeKind.Created && Path.Exists(files.FullPath(change.Path)) ? change.Path
            : change.NewPlace is { } newPath && File.Exists(files.FullPath(newPath)) ? newPath
            : null;
        if (inTheWay is not null)
        {
            throw new RefactoringException($"{inTheWay} is there already; nothing was written, move it away first.");
        }
    }

    private static void Write(RepositoryFiles files, FileChange change, Stack<(string Path, Action Restore)> undo)
    {
        string path = files.FullPath(change.Path);
        switch (change.Kind)
        {
            case FileChangeKind.Created:
                MakeFolder(Path.GetDirectoryName(path)!, change.Path, undo);
                using (var stream = new FileStream(path, FileMode.CreateNew))
                {
                    undo.Push((change.Path, () => File.Delete(path)));
                    stream.Write(s_utf8.GetBytes(change.After));
                }

                break;
            case FileChangeKind.Deleted:
                undo.Push((change.Path, () => TakeBack(files, change)));
                File.Delete(path);
                break;
            default:
                undo.Push((change.Path, () => TakeBack(files, change)));
                WriteText(path, change.After, change.HasByteOrderMark);
                if (change.NewPath is { } newPath)
                {
                    File.Move(path, files.FullPath(newPath));
                }

                break;
        }
    }

    /// <summary>Makes the folders that are missing, one by one, so that these and no others can be removed again.</summary>
    private static void MakeFolder(string folder, string path, Stack<(string Path, Action Restore)> undo)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        MakeFolder(Path.GetDirectoryName(folder)!, path, undo);
        Directory.CreateDirectory(folder);
        undo.Push((path, () => Directory.Delete(folder)));
    }

    private static bool IsTakenBack(Action restore)
    {
        try
        {
            restore();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void TakeBack(RepositoryFiles files, FileChange change)
    {
        if (change.NewPath is { } newPath && File.Exists(files.FullPath(newPath)) && !File.Exists(files.FullPath(change.Path)))
        {
            File.Move(files.FullPath(newPath), files.FullPath(change.Path));
        }

        if (SourceFiles.Decode(files.FullPath(change.Path))?.Text != change.Before)
        {
            WriteText(files.FullPath(change.Path), change.Before, change.HasByteOrderMark);
        }
    }

    /// <summary>In place, so that the file stays the one that links, permissions and watchers know.</summary>
    private static void WriteText(string path, string text, bool hasMark) => File.WriteAllBytes(path, [.. hasMark ? "\uFEFF"u8 : default, .. s_utf8.GetBytes(text)]);
}
