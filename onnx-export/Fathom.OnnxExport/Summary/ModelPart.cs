namespace Fathom.OnnxExport;

/// <summary>The parts that a model's size is split into.</summary>
public enum ModelPart
{
    /// <summary>The token embedding.</summary>
    Embedding,

    /// <summary>Attention: projections, compressors, indexers, norms of queries and keys.</summary>
    Attention,

    /// <summary>The routed experts.</summary>
    Experts,

    /// <summary>The shared experts.</summary>
    SharedExperts,

    /// <summary>The projection to logits.</summary>
    Head,

    /// <summary>Routers and their tables, hyper-connections, norms.</summary>
    Other,
}
