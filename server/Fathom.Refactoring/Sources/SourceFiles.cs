using System.Text;
using System.Text.Unicode;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Refactoring.Sources;

/// <summary>Reads the C# sources of a folder for an edit on this machine.</summary>
/// <remarks>
/// What the gate keeps out by its path (ignored files, what builds write) is not read. A source that holds a secret or was written by a tool is: an edit
/// that left it out would break it, and what is read here goes to no model and to no other machine.
/// </remarks>
public static class SourceFiles
{
    /// <summary>Most bytes of sources that are taken.</summary>
    public const long MostBytes = 120_000_000;

    private const int LongestHead = 100_000;

    /// <summary>Reads all of them, in ordinal order of the paths.</summary>
    /// <param name="files">The folder's gate.</param>
    /// <param name="openText">The text of a source that is open in an editor, by its path; null where it is not.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The sources, and the paths of those that cannot be bound: not UTF-8, or nested too deeply for the compiler.</returns>
    /// <exception cref="RefactoringException">There are more than are taken.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static (IReadOnlyList<SourceFile> Sources, IReadOnlyList<string> LeftOut) Read(RepositoryFiles files, Func<string, string?> openText, CancellationToken cancellationToken)
    {
        var sources = new List<SourceFile>();
        var leftOut = new List<string>();
        long bytes = 0;
        foreach (RepositoryFile file in files.EnumerateForCompiler(cancellationToken).Where(file => SourceLanguages.IsCSharp(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            bytes += file.Length;
            if (bytes > MostBytes)
            {
                throw new RefactoringException($"The C# sources of {files.Folder} have more than {MostBytes / 1_000_000} MB; name a folder in it.");
            }

            string path = file.Path;
            if (Decode(files.FullPath(path)) is not var (onDisk, hasMark))
            {
                leftOut.Add(path);
                continue;
            }

            string text = openText(path) ?? onDisk;
            if (!CSharpNesting.IsBearable(text))
            {
                leftOut.Add(path);
                continue;
            }

            // Who wrote a text, its first lines say; as a whole it may be too large to be judged.
            string head = text.Length > LongestHead ? text[..LongestHead] : text;
            sources.Add(new SourceFile(path, text, hasMark, files.JudgeText(path, head) == SkipReason.Generated));
        }

        return (sources, leftOut);
    }

    /// <summary>The text of a file as it is, and whether it begins with a byte order mark; null where it cannot be read as UTF-8.</summary>
    /// <param name="fullPath">Its full path.</param>
    public static (string Text, bool HasByteOrderMark)? Decode(string fullPath)
    {
        byte[] bytes;
        try
        {
            // A pipe has no length either, and opening it would wait for somebody who writes.
            bytes = new FileInfo(fullPath) is { Exists: true, Length: 0 } ? [] : File.ReadAllBytes(fullPath);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        bool hasMark = bytes.AsSpan().StartsWith("\uFEFF"u8);
        ReadOnlySpan<byte> rest = hasMark ? bytes.AsSpan(3) : bytes;
        return Utf8.IsValid(rest) && !rest.Contains((byte)0) ? (Encoding.UTF8.GetString(rest), hasMark) : null;
    }
}
