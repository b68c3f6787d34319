namespace Fathom.Inference.TokenCache;

/// <summary>Where a token followed a context, the farthest first.</summary>
internal enum CacheScope
{
    /// <summary>In any text of the repository but the document.</summary>
    Repository,

    /// <summary>In a text that lies near the document.</summary>
    Neighbours,

    /// <summary>In the document itself, before the cursor or after it.</summary>
    Document,

    /// <summary>In what the path of the document says of it.</summary>
    Path,
}
