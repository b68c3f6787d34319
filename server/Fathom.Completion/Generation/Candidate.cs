namespace Fathom.Completion.Generation;

/// <summary>Why a candidate ends where it does.</summary>
internal enum CandidateEnd
{
    /// <summary>The stop rule found its end.</summary>
    Complete,

    /// <summary>The model ended its answer: the text after the cursor takes over.</summary>
    ModelEnded,

    /// <summary>A limit of tokens or lines was reached first.</summary>
    Limit,

    /// <summary>The model writes the same again and again; nothing else would come.</summary>
    Circle,

    /// <summary>It is too far from being shown for more of it to help.</summary>
    Lost,

    /// <summary>The time budget ended first.</summary>
    TimedOut,
}

/// <summary>What a model wrote at a cursor.</summary>
/// <param name="Text">The text, cut where the stop rule says.</param>
/// <param name="Pieces">The pieces it came in, in order; together they may be longer than <paramref name="Text"/>.</param>
/// <param name="End">Why it ends there.</param>
/// <param name="EndsAtLineEnd">True when the model went on with another line.</param>
internal sealed record Candidate(string Text, IReadOnlyList<GeneratedPiece> Pieces, CandidateEnd End, bool EndsAtLineEnd = false)
{
    /// <summary>Tokens the model spent on it.</summary>
    public int Tokens { get; } = Pieces.Sum(piece => piece.Tokens);
}
