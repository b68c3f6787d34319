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
    private readonly Dictionary<string, long> _changed = new(StringComparer.Ordinal);
    private long _changes;
    private int _readings;
    private volatile CacheSnapshot _snapshot = CacheSnapshot.Empty;

    /// <summary>The texts now.</summary>
    public CacheSnapshot Snapshot => _snapshot;

    /// <summary>
    /// Adds texts, or replaces those with the same paths. Texts that would exceed <see cref="MostTokens"/> are left out, and so are those of paths that were put singly or removed since the
    /// call began: these are newer.
    /// </summary>
    /// <param name="texts">The texts, read as the work goes on; paths differ.</param>
    /// <param name="threads">Threads that sort; at least 1.</param>
    /// <param name="cancellationToken">Ends the work; the texts are as before then, or some of the new ones are in.</param>
    /// <returns>How many of the texts are in.</returns>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public int Put(IEnumerable<TokenText> texts, int threads = 1, CancellationToken cancellationToken = default)
    {
        long began = BeginReading();
        try
        {
            int added = 0;
            List<TokenText> some = [];
            int tokens = 0;
            foreach (TokenText text in texts)
            {
                if (tokens + text.Tokens.Length > MostTokensOfSegment && some.Count > 0)
                {
                    added += PutSegment(some, began, threads, cancellationToken);
                    (some, tokens) = ([], 0);
                }

                some.Add(text);
                tokens += text.Tokens.Length;
            }

            return some.Count == 0 ? added : added + PutSegment(some, began, threads, cancellationToken);
        }
        finally
        {
            EndReading();
        }
    }

    /// <summary>Adds a text, or replaces the one with the same path.</summary>
    public void Put(TokenText text)
    {
        lock (_lock)
        {
            Note(text.Path);
            PutSegment([text], _changes, threads: 1, CancellationToken.None);
        }
    }

    /// <summary>Removes texts; paths without one do nothing. Where most of a segment is removed, the rest of it is sorted anew.</summary>
    public void Remove(params string[] paths)
    {
        lock (_lock)
        {
            Array.ForEach(paths, Note);
            _snapshot = new CacheSnapshot(Merged([.. Without(_snapshot.Segments, paths)], threads: 1, CancellationToken.None));
        }
    }

    private long BeginReading()
    {
        lock (_lock)
        {
            _readings++;
            return _changes;
        }
    }

    private void EndReading()
    {
        lock (_lock)
        {
            if (--_readings == 0)
            {
                _changed.Clear();
            }
        }
    }

    // A reading that began before must not undo this.
    private void Note(string path)
    {
        if (_readings > 0)
        {
            _changed[path] = ++_changes;
        }
    }

    private int PutSegment(List<TokenText> read, long began, int threads, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            List<TokenText> texts = [.. read.Where(text => _changed.GetValueOrDefault(text.Path) <= began)];
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
