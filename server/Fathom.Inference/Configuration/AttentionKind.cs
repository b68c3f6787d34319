namespace Fathom.Inference.Configuration;

/// <summary>What a layer's attention sees besides the sliding window that every layer has.</summary>
public enum AttentionKind
{
    /// <summary>The sliding window alone (ratio 0).</summary>
    Window,

    /// <summary>Compressed sparse attention: overlapped compressed entries, of which an indexer picks the top k.</summary>
    CompressedSparse,

    /// <summary>Heavily compressed attention: every compressed entry, without overlap and without an indexer.</summary>
    HeavilyCompressed,
}
