using System.Collections.Immutable;

namespace Fathom.Inference.TokenCache;

/// <summary>
/// The texts of a repository in a model's tokens, for <see cref="CacheSnapshot"/>s that find what followed a context. A text that changes
/// becomes a small segment of its own; small segments are merged before they are many. Safe for use from several threads.
/// </summary>
public sealed class RepositoryTokens
{
    /// <summary>Most tokens that are kept, at 8 bytes each, and of removed texts never more than of those that are there; texts beyond are left out.</summary>
    public const int MostTokens = 16 << 20;

    // Bounds what a rebuild holds besides, and how long one takes.
    private const int MostTokensOfSegment = 4 << 20;
    private const int MostSegments = 8;

    private readonly Lock _lock = new();
    private volatile CacheSnapshot _snapshot = CacheSnapshot.Empty;

    /// <summary>The texts now.</summary>
    public CacheSnapshot Snapshot => _snapshot;

    /// <summary>Adds texts, or replaces those with the same paths. Texts that would exceed <see cref="MostTokens"/> are left out.</summary>
    /// <param name="texts">The texts; paths differ.</param>
    /// <param name="threads">Threads that sort; at least 1.</param>
    /// <param name="cancellationToken">Ends the work; the texts are as before then, or some of the new ones are in.</param>
    /// <returns>How many of the texts are in.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public int Put(IEnumerable<TokenText> texts, int threads = 1, CancellationToken cancellationToken = default)
    {
        int added = 0;
        List<TokenText> some = [];
        int tokens = 0;
        foreach (TokenText text in texts)
        {
            if (tokens + text.Tokens.Length > MostTokensOfSegment && some.Count > 0)
            {
                added += PutSegment(some, threads, cancellationToken);
                (some, tokens) = ([], 0);
            }

            some.Add(text);
            tokens += text.Tokens.Length;
        }

        return some.Count == 0 ? added : added + PutSegment(some, threads, cancellationToken);
    }

    /// <summary>Removes texts; paths without one do nothing. Where most of a segment is removed, the rest of it is sorted anew.</summary>
    public void Remove(params string[] paths)
    {
        lock (_lock)
        {
            _snapshot = new CacheSnapshot(Merged([.. Without(_snapshot.Segments, paths)], threads: 1, CancellationToken.None));
        }
    }

    private int PutSegment(List<TokenText> texts, int threads, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            List<CacheSegment> segments = [.. Without(_snapshot.Segments, [.. texts.Select(text => text.Path)])];
            long left = MostTokens - segments.Sum(segment => (long)segment.LiveTokens);
            List<TokenText> kept = [];
            foreach (TokenText text in texts)
            {
                if (text.Tokens.Length <= left && !text.Tokens.IsEmpty)
                {
                    kept.Add(text);
                    left -= text.Tokens.Length;
                }
            }

            if (kept.Count > 0)
            {
                segments.Add(CacheSegment.Build(kept, threads, cancellationToken));
            }

            _snapshot = new CacheSnapshot(Merged(segments, threads, cancellationToken));
            return kept.Count;
        }
    }

    private static IEnumerable<CacheSegment> Without(IEnumerable<CacheSegment> segments, string[] paths) =>
        segments.Select(segment => segment.Without(paths)).Where(segment => segment.LiveTokens > 0);

    // Of too many segments the smaller ones become one. A segment of which most is removed is built anew.
    private static ImmutableArray<CacheSegment> Merged(List<CacheSegment> segments, int threads, CancellationToken cancellationToken)
    {
        for (int i = 0; i < segments.Count; i++)
        {
            if (segments[i].LiveTokens < segments[i].AllTokens / 2)
            {
                segments[i] = CacheSegment.Build([.. segments[i].Texts], threads, cancellationToken);
            }
        }

        if (segments.Count > MostSegments)
        {
            CacheSegment[] bySize = [.. segments.OrderBy(segment => segment.LiveTokens)];
            int count = MostSegments / 2;
            while (count < bySize.Length && bySize.Length - count + 1 > MostSegments)
            {
                count++;
            }

            List<TokenText> texts = [.. bySize[..count].SelectMany(segment => segment.Texts)];
            return [.. bySize[count..], CacheSegment.Build(texts, threads, cancellationToken)];
        }

        return [.. segments];
    }
}
