namespace Fathom.Repository.Context;

/// <summary>A place in a document, whose text may differ from the file on disk.</summary>
/// <param name="Path">The document, relative to the repository; what the index knows of this file is left out.</param>
/// <param name="Text">Its text.</param>
/// <param name="Offset">The cursor, in UTF-16 units from the start of the text.</param>
/// <param name="ReceiverType">Asks the compiler for the simple name of the type of what stands before the dot at the cursor; gives null where it does not know, or not soon. Null for no compiler.</param>
public sealed record ContextRequest(string Path, string Text, int Offset, Func<string?>? ReceiverType = null);
