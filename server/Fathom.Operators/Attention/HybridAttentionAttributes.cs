using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Sequences;

namespace Fathom.Operators.Attention;

/// <summary>The attributes of a HybridAttention node.</summary>
/// <param name="Layer">Which layer's state the node reads and appends to.</param>
/// <param name="Heads">Query heads H.</param>
/// <param name="HeadWidth">Width D of queries, keys and entries.</param>
/// <param name="RotaryWidth">Rotary width R: the last R floats of every D and of every indexer row.</param>
/// <param name="Window">Window W in tokens, the query's own among them.</param>
/// <param name="Ratio">Tokens m per compressed entry; 0 for a window only.</param>
/// <param name="IsOverlapped">Whether an entry also pools the previous window.</param>
/// <param name="IndexHeads">Indexer heads Hi; 0 without an indexer.</param>
/// <param name="IndexWidth">Indexer width Di.</param>
/// <param name="IndexTopK">Entries that the indexer selects for a query.</param>
/// <param name="NormEpsilon">Epsilon of every RMS.</param>
internal sealed record HybridAttentionAttributes(
    int Layer,
    int Heads,
    int HeadWidth,
    int RotaryWidth,
    int Window,
    int Ratio,
    bool IsOverlapped,
    int IndexHeads,
    int IndexWidth,
    int IndexTopK,
    float NormEpsilon)
{
    /// <summary>Most floats of all heads of a query: several hundred times what models have, and far from where sizes in memory overflow.</summary>
    private const int MostQueryFloats = 1 << 26;

    /// <summary>Whether an indexer selects entries.</summary>
    internal bool HasIndexer => IndexTopK > 0;

    /// <summary>Parts c of a compressor row: 2 (lower and upper half) where windows overlap, else 1.</summary>
    internal int Parts => IsOverlapped ? 2 : 1;

    /// <summary>The shape of the state.</summary>
    internal LayerShape Shape { get; } = new(HeadWidth, Window, Ratio, IsOverlapped, IndexTopK > 0 ? IndexWidth : 0);

    /// <summary>Reads and checks a node's attributes.</summary>
    /// <exception cref="OperatorException">One is missing or they contradict one another.</exception>
    internal static HybridAttentionAttributes Read(KernelAttributes attributes)
    {
        HybridAttentionAttributes read = new(
            attributes.Integer("layer", 0, 65535),
            attributes.Integer("heads", 1, 65536),
            attributes.Integer("head_width", 1, 65536),
            attributes.Integer("rotary_width", 0, 65536),
            attributes.Integer("window", 1, 1 << 24),
            attributes.Integer("ratio", 0, 1 << 16),
            attributes.Integer("overlapped", 0, 1) == 1,
            attributes.Integer("index_heads", 0, 65536),
            attributes.Integer("index_width", 0, 65536),
            attributes.Integer("index_topk"),
            attributes.Number("norm_epsilon"));
        if (read.RotaryWidth % 2 != 0 || read.RotaryWidth > read.HeadWidth)
        {
            throw new OperatorException($"attribute 'rotary_width' is {read.RotaryWidth}; it must be even and at most head_width ({read.HeadWidth}).");
        }

        RequireProduct("heads", read.Heads, "head_width", read.HeadWidth);
        RequireProduct("index_heads", read.IndexHeads, "index_width", read.IndexWidth);
        if (read.IsOverlapped && read.Ratio == 0)
        {
            throw new OperatorException("attribute 'overlapped' is 1 but 'ratio' is 0; only compressed layers overlap windows.");
        }

        if (read.HasIndexer && (!read.IsOverlapped || read.IndexHeads == 0 || read.IndexWidth < Math.Max(1, read.RotaryWidth)))
        {
            throw new OperatorException(
                "attribute 'index_topk' asks for an indexer; that needs overlapped = 1, index_heads ≥ 1 and index_width ≥ rotary_width.");
        }

        return read;
    }

    private static void RequireProduct(string heads, int count, string width, int size)
    {
        long product = (long)count * size;
        if (product > MostQueryFloats)
        {
            throw new OperatorException($"attributes '{heads}' ({count}) and '{width}' ({size}) make {product} floats of a query; at most {MostQueryFloats} are possible.");
        }
    }
}
