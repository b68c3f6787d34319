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
            if (SourceFiles.Decode(files.FullPath(change.Path)) != (change.Before, change.HasByteOrderMark))
            {
                throw new RefactoringException($"{change.Path} has changed since it was read; nothing was written, run the command again.");
            }

            if (change.NewPath is { } newPath && !string.Equals(newPath, change.Path, StringComparison.OrdinalIgnoreCase) && File.Exists(files.FullPath(newPath)))
            {
                throw new RefactoringException($"{newPath} is there already; nothing was written, move it away first.");
            }
        }

        var written = new Stack<FileChange>();
        try
        {
            foreach (FileChange change in changes.Files)
            {
                written.Push(change);
                WriteText(files.FullPath(change.Path), change.After, change.HasByteOrderMark);
                if (change.NewPath is { } newPath)
                {
                    File.Move(files.FullPath(change.Path), files.FullPath(newPath));
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string[] lost = [.. written.Where(change => !IsTakenBack(files, change)).Select(change => change.Path)];
            if (lost.Length > 0)
            {
                throw new RefactoringException($"{failure.Message} {StagedEdit.Some(lost)} could not be written back either; the diff says what was there.");
            }

            throw;
        }
    }

    private static bool IsTakenBack(RepositoryFiles files, FileChange change)
    {
        try
        {
            TakeBack(files, change);
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
