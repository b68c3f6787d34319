namespace Fathom.Inference.Configuration;

/// <summary>What one layer is: read from the configuration once, so that nothing else asks which model it serves.</summary>
/// <param name="Index">Position of the layer, from 0.</param>
/// <param name="Attention">What its attention sees besides the window.</param>
/// <param name="Ratio">Tokens per compressed entry, 0 for window-only layers.</param>
/// <param name="Routing">How it picks experts.</param>
/// <param name="Rotary">The rotary table of its queries, keys and entries.</param>
public sealed record LayerPlan(int Index, AttentionKind Attention, int Ratio, RoutingKind Routing, RotaryTable Rotary)
{
    /// <summary>Whether the layer keeps compressed entries.</summary>
    public bool HasCompressor => Attention != AttentionKind.Window;

    /// <summary>Whether an indexer picks the entries that a query attends to.</summary>
    public bool HasIndexer => Attention == AttentionKind.CompressedSparse;

    /// <summary>Channel groups of the compressor's projections: 2 where entries overlap (previous and current window), 1 where they do not, 0 without compressor.</summary>
    public int CompressorGroups => Attention switch
    {
        AttentionKind.CompressedSparse => 2,
        AttentionKind.HeavilyCompressed => 1,
        _ => 0,
    };
}
