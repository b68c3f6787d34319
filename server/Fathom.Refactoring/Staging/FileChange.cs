using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Staging;

/// <summary>What becomes of one file.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="NewPath">Where it moves; null where it stays.</param>
/// <param name="Before">Its text as it was read; empty for one that is made.</param>
/// <param name="HasByteOrderMark">Whether the file begins with one; it is in no text, and stays.</param>
/// <param name="Edits">The edits, in the order of the text, none over another; spans in UTF-16 units of <paramref name="Before"/>.</param>
/// <param name="Kind">Whether it is edited, made or deleted.</param>
public sealed record FileChange(string Path, string? NewPath, string Before, bool HasByteOrderMark, ImmutableArray<TextChange> Edits, FileChangeKind Kind = FileChangeKind.Edited)
{
    /// <summary>Its text after the edits; empty for one that is deleted.</summary>
    public string After { get; } = SourceText.From(Before).WithChanges(Edits).ToString();

    /// <summary>Where it moves to a place that another file could have: null where it stays, or where only the case of its name changes.</summary>
    public string? NewPlace => string.Equals(NewPath, Path, StringComparison.OrdinalIgnoreCase) ? null : NewPath;

    /// <summary>Number of single edits; a file that is made or deleted is one, though it be empty.</summary>
    public int Places => Kind == FileChangeKind.Edited ? Edits.Length : 1;

    /// <summary>A file that is made, without a byte order mark.</summary>
    /// <param name="path">Its path, relative to the folder.</param>
    /// <param name="text">Its text.</param>
    public static FileChange Creation(string path, string text) => new(path, null, "", HasByteOrderMark: false, text.Length == 0 ? [] : [new TextChange(default, text)], FileChangeKind.Created);

    /// <summary>A file that is deleted.</summary>
    /// <param name="path">Its path, relative to the folder.</param>
    /// <param name="before">Its text as it was read.</param>
    /// <param name="hasByteOrderMark">Whether it begins with a byte order mark.</param>
    public static FileChange Deletion(string path, string before, bool hasByteOrderMark) =>
        new(path, null, before, hasByteOrderMark, before.Length == 0 ? [] : [new TextChange(new TextSpan(0, before.Length), "")], FileChangeKind.Deleted);
}
