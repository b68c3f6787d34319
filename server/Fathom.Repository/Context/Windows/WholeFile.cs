namespace Fathom.Repository.Context.Windows;

/// <summary>A file that fits a window, and how settled it is.</summary>
/// <param name="Piece">The piece.</param>
/// <param name="Rank">Files of a smaller rank change less.</param>
internal sealed record WholeFile(ContextPiece Piece, long Rank);
