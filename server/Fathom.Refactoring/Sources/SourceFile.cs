namespace Fathom.Refactoring.Sources;

/// <summary>A C# source as it lies on disk, or is open in the editor.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="Text">Its text with its own line ends, without a byte order mark.</param>
/// <param name="HasByteOrderMark">Whether the file begins with one.</param>
/// <param name="IsGenerated">A tool has written it: a structural replacement passes it by.</param>
public sealed record SourceFile(string Path, string Text, bool HasByteOrderMark, bool IsGenerated);
