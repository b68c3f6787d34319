namespace Fathom.Inference.TokenCache;

/// <summary>
/// The texts of a repository that lie in one folder, as a scope of their own. <see cref="Update(RepositoryTokens)"/> sorts only what has changed, and is
/// meant to run beside whoever asks. Safe for use from several threads.
/// </summary>
/// <param name="folder">The folder as <see cref="FolderOf"/> gives it.</param>
public sealed class Neighbourhood(string folder)
{
    /// <summary>Most tokens of the folder's texts; those beyond are left out.</summary>
    public const int MostTokens = 1 << 18;

    private readonly RepositoryTokens _texts = new();
    private readonly Lock _updating = new();
    private CacheSnapshot? _repository;

    /// <summary>The folder, with a slash at its end; empty for the repository's own.</summary>
    public string Folder { get; } = folder;

    /// <summary>The texts of the folder as of the last <see cref="Update(RepositoryTokens)"/>.</summary>
    public CacheSnapshot Snapshot => _texts.Snapshot;

    /// <summary>The folder that a path lies in.</summary>
    public static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    /// <summary>The texts of the folder that <paramref name="path"/> lies in.</summary>
    public static CacheSnapshot Of(CacheSnapshot repository, string path)
    {
        var neighbours = new Neighbourhood(FolderOf(path));
        neighbours.Take(repository);
        return neighbours.Snapshot;
    }

    /// <summary>Takes the texts of the folder as they are once it is its turn. Where nothing of the folder has changed since the last time, nothing is sorted.</summary>
    public void Update(RepositoryTokens repository)
    {
        lock (_updating)
        {
            // Looked at before, it could be older than what another thread has taken meanwhile.
            CacheSnapshot now = repository.Snapshot;
            if (!ReferenceEquals(now, _repository))
            {
                Take(now);
                _repository = now;
            }
        }
    }

    private void Take(CacheSnapshot repository)
    {
        Dictionary<string, TokenText> now = TextsIn(repository);
        Dictionary<string, TokenText> before = _texts.Snapshot.Texts.ToDictionary(text => text.Path, StringComparer.Ordinal);
        TokenText[] changed = [.. now.Values.Where(text => !before.TryGetValue(text.Path, out TokenText old) || !old.Tokens.Span.SequenceEqual(text.Tokens.Span))];
        string[] gone = [.. before.Keys.Where(path => !now.ContainsKey(path))];
        if (gone.Length > 0)
        {
            _texts.Remove(gone);
        }

        if (changed.Length > 0)
        {
            _texts.Put(changed);
        }
    }

    private Dictionary<string, TokenText> TextsIn(CacheSnapshot repository)
    {
        Dictionary<string, TokenText> texts = new(StringComparer.Ordinal);
        int tokens = 0;
        foreach (TokenText text in repository.Texts)
        {
            if (text.Path.StartsWith(Folder, StringComparison.Ordinal)
                && text.Path.LastIndexOf('/') < Folder.Length
                && tokens + text.Tokens.Length <= MostTokens)
            {
                texts.Add(text.Path, text);
                tokens += text.Tokens.Length;
            }
        }

        return texts;
    }
}
