namespace Fathom.Repository.Context;

/// <summary>A place in a document, whose text may differ from the file on disk.</summary>
/// <param name="Path">The document, relative to the repository; what the index knows of this file is left out.</param>
/// <param name="Text">Its text.</param>
/// <param name="Offset">The cursor, in UTF-16 units from the start of the text.</param>
public sealed record ContextRequest(string Path, string Text, int Offset);
