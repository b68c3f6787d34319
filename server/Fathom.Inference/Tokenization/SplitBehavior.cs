namespace Fathom.Inference.Tokenization;

/// <summary>What a <see cref="SplitStep"/> makes of the matches of its pattern.</summary>
internal enum SplitBehavior
{
    /// <summary>Every match and every gap between matches is a piece.</summary>
    Isolated,

    /// <summary>A match joins the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>A match joins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Adjacent matches are one piece, and so are adjacent gaps.</summary>
    Contiguous,
}
