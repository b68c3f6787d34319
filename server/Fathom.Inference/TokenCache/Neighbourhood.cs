namespace Fathom.Inference.TokenCache;

/// <summary>The texts of a repository that lie in one folder, as a scope of their own. Immutable.</summary>
public sealed class Neighbourhood
{
    private const int MostTokens = 1 << 18;

    private Neighbourhood(CacheSnapshot repository, string folder, CacheSegment? segment) => (Repository, Folder, Segment) = (repository, folder, segment);

    /// <summary>Nothing is near.</summary>
    public static Neighbourhood Empty { get; } = new(CacheSnapshot.Empty, "", null);

    /// <summary>The texts that it was made of.</summary>
    public CacheSnapshot Repository { get; }

    /// <summary>The folder, with a slash at its end; empty for the repository's own.</summary>
    public string Folder { get; }

    internal CacheSegment? Segment { get; }

    /// <summary>True when this is what <see cref="Of"/> would make.</summary>
    public bool Fits(CacheSnapshot repository, string path) => ReferenceEquals(repository, Repository) && Folder == FolderOf(path);

    /// <summary>The texts of the folder that <paramref name="path"/> lies in, up to 262,144 tokens.</summary>
    public static Neighbourhood Of(CacheSnapshot repository, string path)
    {
        string folder = FolderOf(path);
        List<TokenText> texts = [];
        int tokens = 0;
        foreach (TokenText text in repository.Texts)
        {
            if (text.Path.StartsWith(folder, StringComparison.Ordinal)
                && FolderOf(text.Path).Length == folder.Length
                && tokens + text.Tokens.Length <= MostTokens)
            {
                texts.Add(text);
                tokens += text.Tokens.Length;
            }
        }

        return new Neighbourhood(repository, folder, texts.Count == 0 ? null : CacheSegment.Build(texts, 1, CancellationToken.None));
    }

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];
}
