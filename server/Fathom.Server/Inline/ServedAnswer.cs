using Fathom.Completion;
using Fathom.Server.Documents;

namespace Fathom.Server.Inline;

/// <summary>An answer and what it belongs to.</summary>
/// <param name="Id">Identity of the request.</param>
/// <param name="Document">The document that was asked about.</param>
/// <param name="Cursor">The cursor, as an offset.</param>
/// <param name="Answer">The answer.</param>
internal sealed record ServedAnswer(string Id, OpenDocument Document, int Cursor, CompletionAnswer Answer);
