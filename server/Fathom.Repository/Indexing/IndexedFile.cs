using Fathom.Repository.Files;
using Fathom.Repository.Symbols;

namespace Fathom.Repository.Indexing;

/// <summary>What the index keeps of a file.</summary>
/// <param name="File">The file; a length of −1 marks a text that came from an editor and may not be the one on disk.</param>
/// <param name="Reason">Why the file has no windows and types, or <see cref="SkipReason.None"/>.</param>
/// <param name="Windows">Its windows.</param>
/// <param name="Types">Its types, of C# files.</param>
internal sealed record IndexedFile(RepositoryFile File, SkipReason Reason, IReadOnlyList<TextWindow> Windows, IReadOnlyList<TypeSymbol> Types)
{
    /// <summary>The lines of the file.</summary>
    public int Lines => Windows.Count == 0 ? 0 : Windows[^1].Line + Windows[^1].Count;

    /// <summary>Reads what there is to know of a text.</summary>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static IndexedFile Of(RepositoryFile file, string text, CancellationToken cancellationToken) => new(
        file,
        SkipReason.None,
        TextWindow.Of(text),
        SourceLanguages.IsCSharp(file.Path) ? CSharpSymbols.In(file.Path, text, cancellationToken) : []);

    /// <summary>A file whose text is not to be read.</summary>
    public static IndexedFile Skipped(RepositoryFile file, SkipReason reason) => new(file, reason, [], []);
}
