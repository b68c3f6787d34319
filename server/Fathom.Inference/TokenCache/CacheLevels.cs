namespace Fathom.Inference.TokenCache;

/// <summary>
/// The levels of the nested cache. A level is a scope and a least number of context tokens; levels
/// are mixed in from short contexts to long ones, and of equal contexts from far scopes to near ones, so that the last word is that of the longest
/// context in the document and its path.
/// </summary>
internal static class CacheLevels
{
    /// <summary>Scopes.</summary>
    public const int Scopes = 4;

    /// <summary>Least context tokens of each level of a scope, ascending; the last is at most <see cref="ContextIndex.Depth"/>.</summary>
    public static ReadOnlySpan<byte> Orders => [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22];

    /// <summary>Levels of a scope.</summary>
    public static int Count => Orders.Length;

    /// <summary>Levels of all scopes.</summary>
    public static int All => Scopes * Count;
}
