namespace Fathom.Operators.Sequences;

/// <summary>What decides the size of a layer's attention state.</summary>
/// <param name="Width">Width D of keys and entries.</param>
/// <param name="Window">Window W in tokens, the query's own among them.</param>
/// <param name="Ratio">Tokens per compressed entry; 0 for a layer with a window only.</param>
/// <param name="IsOverlapped">Whether an entry also pools the previous window.</param>
/// <param name="IndexWidth">Width of the indexer's entries; 0 without an indexer.</param>
internal sealed record LayerShape(int Width, int Window, int Ratio, bool IsOverlapped, int IndexWidth);
