using System.Collections.Immutable;

namespace Fathom.Inference.TokenCache;

/// <summary>All texts of a <see cref="RepositoryTokens"/> at one moment. Immutable; safe for use from several threads.</summary>
public sealed class CacheSnapshot
{
    internal CacheSnapshot(ImmutableArray<CacheSegment> segments) => Segments = segments;

    /// <summary>No texts.</summary>
    public static CacheSnapshot Empty { get; } = new([]);

    /// <summary>Tokens of all texts.</summary>
    public long Tokens => Segments.Sum(segment => (long)segment.LiveTokens);

    internal ImmutableArray<CacheSegment> Segments { get; }

    internal IEnumerable<TokenText> Texts => Segments.SelectMany(segment => segment.Texts);
}
