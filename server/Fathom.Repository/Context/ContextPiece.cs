namespace Fathom.Repository.Context;

/// <summary>A piece of another file, or an outline, that a model may read.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The file it comes from, relative to the repository.</param>
/// <param name="Text">Its text, line ends as <c>\n</c>.</param>
/// <param name="Reason">Why it was chosen, a clause for people.</param>
/// <param name="Tokens">Its size in the model's tokens, with those of its path.</param>
public sealed record ContextPiece(ContextKind Kind, string Path, string Text, string Reason, int Tokens)
{
    /// <summary>Other files that something of the text comes from: those of the other parts of a type. What may not be shown of one of them makes the whole piece one that may not.</summary>
    public IReadOnlyList<string> OtherPaths { get; init; } = [];
}
