using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Staging;

/// <summary>What becomes of one file.</summary>
/// <param name="Path">Path relative to the folder, with forward slashes.</param>
/// <param name="NewPath">Where it moves; null where it stays.</param>
/// <param name="Before">Its text as it was read.</param>
/// <param name="HasByteOrderMark">Whether the file begins with one; it is in no text, and stays.</param>
/// <param name="Edits">The edits, in the order of the text, none over another; spans in UTF-16 units of <paramref name="Before"/>.</param>
public sealed record FileChange(string Path, string? NewPath, string Before, bool HasByteOrderMark, ImmutableArray<TextChange> Edits)
{
    /// <summary>Its text after the edits.</summary>
    public string After { get; } = SourceText.From(Before).WithChanges(Edits).ToString();
}
