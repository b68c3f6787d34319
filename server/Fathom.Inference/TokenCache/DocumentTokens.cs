namespace Fathom.Inference.TokenCache;

/// <summary>The document around a cursor in tokens, and near texts of the repository, ready to be asked what followed a context. Immutable.</summary>
public sealed class DocumentTokens
{
    private DocumentTokens(string path, ContextIndex index, ContextIndex fromPath, CacheSnapshot repository, CacheSnapshot neighbours) =>
        (Path, Index, FromPath, Repository, Neighbours) = (path, index, fromPath, repository, neighbours);

    /// <summary>The document's path; the repository's text with this path does not count, because the document is newer.</summary>
    public string Path { get; }

    internal ContextIndex Index { get; }

    internal ContextIndex FromPath { get; }

    internal CacheSnapshot Repository { get; }

    internal CacheSnapshot Neighbours { get; }

    /// <summary>Sorts the contexts of a document.</summary>
    /// <param name="path">Its path, as in <paramref name="repository"/>.</param>
    /// <param name="prefix">Its tokens before the cursor, without those that the cursor may have cut.</param>
    /// <param name="suffix">Its tokens after the cursor.</param>
    /// <param name="repository">All other texts.</param>
    /// <param name="neighbours">Those of them that lie near; null for none.</param>
    /// <param name="fromPath">What the path says of the text, in tokens.</param>
    public static DocumentTokens Of(
        string path, ReadOnlySpan<int> prefix, ReadOnlySpan<int> suffix, CacheSnapshot repository, CacheSnapshot? neighbours = null, ReadOnlySpan<int> fromPath = default)
    {
        int[] tokens = [.. prefix, ContextIndex.Separator, .. suffix, ContextIndex.Separator];
        ContextIndex said = fromPath.IsEmpty ? ContextIndex.Empty : ContextIndex.Build([.. fromPath, ContextIndex.Separator]);
        return new DocumentTokens(path, ContextIndex.Build(tokens), said, repository, neighbours ?? CacheSnapshot.Empty);
    }
}
