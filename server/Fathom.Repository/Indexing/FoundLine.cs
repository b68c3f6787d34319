namespace Fathom.Repository.Indexing;

/// <summary>A line in which a text was found.</summary>
/// <param name="Path">The file, relative to the repository.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Text">The line.</param>
public sealed record FoundLine(string Path, int Line, string Text);
