namespace Fathom.Inference.Configuration;

/// <summary>How a layer picks the experts of a token.</summary>
public enum RoutingKind
{
    /// <summary>By a table from token id to experts; the router only weights them.</summary>
    Hash,

    /// <summary>By the router's scores plus a learned selection bias.</summary>
    Learned,
}
