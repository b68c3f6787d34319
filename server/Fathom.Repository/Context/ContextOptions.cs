namespace Fathom.Repository.Context;

/// <summary>How much context is wanted.</summary>
/// <param name="Tokens">Most tokens of all pieces together.</param>
/// <param name="CountTokens">Counts the tokens of a text as the model does.</param>
public sealed record ContextOptions(int Tokens, Func<string, int> CountTokens)
{
    /// <summary>Most tokens of the outline of one type.</summary>
    public int TypeTokens { get; init; } = 200;

    /// <summary>Most pieces of similar code.</summary>
    public int SimilarPieces { get; init; } = 4;

    /// <summary>Lines of a piece of similar code.</summary>
    public int SimilarLines { get; init; } = 24;

    /// <summary>The kinds of pieces that are wanted; all by default.</summary>
    public IReadOnlySet<ContextKind> Kinds { get; init; } = Enum.GetValues<ContextKind>().ToHashSet();

    /// <summary>Characters before the cursor that the model reads anyway.</summary>
    public int SeenBefore { get; init; } = 2_400;

    /// <summary>Characters after the cursor that the model reads anyway.</summary>
    public int SeenAfter { get; init; } = 500;
}
