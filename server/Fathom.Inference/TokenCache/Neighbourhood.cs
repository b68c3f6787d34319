namespace Fathom.Inference.TokenCache;

/// <summary>
/// The texts of a repository that lie in one folder, as a scope of their own. <see cref="Update"/> sorts only what has changed, and is meant to run beside
/// whoever asks. Safe for use from several threads.
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

    /// <summary>The texts of the folder as of the last <see cref="Update"/>.</summary>
    public CacheSnapshot Snapshot => _texts.Snapshot;

    /// <summary>The folder that a path lies in.</summary>
    public static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    /// <summary>The texts of the folder that <paramref name="path"/> lies in.</summary>
    public static CacheSnapshot Of(CacheSnapshot repository, string path)
    {
        var neighbours = new Neighbourhood(FolderOf(path));
        neighbours.Update(repository);
        return neighbours.Snapshot;
    }

    /// <summary>Takes the texts of the folder as they are in a snapshot. Where the snapshot is the last one, or nothing of the folder has changed, nothing is sorted.</summary>
    public void Update(CacheSnapshot repository)
    {
        lock (_updating)
        {
            if (ReferenceEquals(repository, _repository))
            {
                return;
            }

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

            _repository = repository;
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
