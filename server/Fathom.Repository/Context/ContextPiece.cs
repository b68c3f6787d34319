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

    /// <summary>By value, the other paths by theirs.</summary>
    public bool Equals(ContextPiece? other) => other is not null
        && (Kind, Path, Text, Reason, Tokens) == (other.Kind, other.Path, other.Text, other.Reason, other.Tokens)
        && OtherPaths.SequenceEqual(other.OtherPaths);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Path, Text);
}
