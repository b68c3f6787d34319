namespace Fathom.Inference.TokenCache;

/// <summary>Asks all scopes of a document what followed a context. To be reused from token to token; not safe for use from several threads.</summary>
internal sealed class CacheLookup(DocumentTokens document)
{
    private readonly Continuations[] _scopes = [.. Enumerable.Range(0, CacheLevels.Scopes).Select(_ => new Continuations())];

    /// <summary>What followed the end of <paramref name="context"/>, in the order of <see cref="CacheScope"/>; stands until the next call.</summary>
    public ReadOnlySpan<Continuations> Find(ReadOnlySpan<int> context)
    {
        Find(document.Repository, CacheScope.Repository, context);
        Find(document.Neighbours, CacheScope.Neighbours, context);
        Find(document.Index, CacheScope.Document, context);
        Find(document.FromPath, CacheScope.Path, context);
        return _scopes;
    }

    /// <summary>
    /// What stands where most tokens of the context lead up to, as far as the text goes there; of equally many the nearest scope. Empty where the last
    /// token stands nowhere.
    /// </summary>
    public ReadOnlySpan<int> Longest(ReadOnlySpan<int> context, out int matched)
    {
        (ContextIndex? index, int position, matched) = (null, -1, 0);
        Consider(document.Index, new LivePositions(), context, ref index, ref position, ref matched);
        foreach (CacheSegment segment in document.Neighbours.Segments.Concat(document.Repository.Segments))
        {
            Consider(segment.Index, new LivePositions(segment, document.Path), context, ref index, ref position, ref matched);
        }

        if (index is null)
        {
            return [];
        }

        ReadOnlySpan<int> rest = index.Tokens[(position + 1)..];
        return rest[..rest.IndexOf(ContextIndex.Separator)];
    }

    // Takes the first place that counts of those that share most, if they share more than what was found before.
    private static void Consider(
        ContextIndex candidate, LivePositions live, ReadOnlySpan<int> context, ref ContextIndex? index, ref int position, ref int matched)
    {
        int low = candidate.Find(context, out int order);
        int high = low;
        if (order <= matched)
        {
            return;
        }

        candidate.Widen(context, order, ref low, ref high);
        for (int i = low; i < Math.Min(high, low + Continuations.MostSamples); i++)
        {
            if (live.Counts(candidate.Positions[i]))
            {
                (index, position, matched) = (candidate, candidate.Positions[i], order);
                return;
            }
        }
    }

    private void Find(ContextIndex index, CacheScope scope, ReadOnlySpan<int> context)
    {
        _scopes[(int)scope].Clear();
        _scopes[(int)scope].Add(index, context, leastOrder: 1);
    }

    private void Find(CacheSnapshot texts, CacheScope scope, ReadOnlySpan<int> context)
    {
        Continuations continuations = _scopes[(int)scope];
        continuations.Clear();
        foreach (CacheSegment segment in texts.Segments)
        {
            var live = new LivePositions(segment, document.Path);
            continuations.Add(segment.Index, context, leastOrder: 1, ref live);
        }
    }
}
