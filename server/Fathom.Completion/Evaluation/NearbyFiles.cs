namespace Fathom.Completion.Evaluation;

/// <summary>Finds the files that stand nearest to another in a tree: what an editor has at hand without knowing what is in them.</summary>
internal static class NearbyFiles
{
    /// <summary>At most <paramref name="count"/> other paths, the nearest last: those that share most folders with the path come nearest, then those whose names begin alike.</summary>
    public static IReadOnlyList<string> Of(string path, IReadOnlyCollection<string> paths, int count) =>
    [
        .. paths
            .Where(other => other != path)
            .OrderByDescending(other => SharedFolders(path, other))
            .ThenByDescending(other => Path.GetFileName(path.AsSpan()).CommonPrefixLength(Path.GetFileName(other.AsSpan())))
            .ThenBy(other => other.Length)
            .ThenBy(other => other, StringComparer.Ordinal)
            .Take(count)
            .Reverse(),
    ];

    private static int SharedFolders(ReadOnlySpan<char> path, ReadOnlySpan<char> other) =>
        path[..path.CommonPrefixLength(other)].Count('/');
}
