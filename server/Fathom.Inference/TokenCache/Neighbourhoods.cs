namespace Fathom.Inference.TokenCache;

/// <summary>The <see cref="Neighbourhood"/>s of the folders that were asked about last. Safe for use from several threads.</summary>
/// <param name="most">How many are kept; at least 1.</param>
public sealed class Neighbourhoods(int most)
{
    private readonly Lock _lock = new();

    // Most recently used last.
    private readonly List<Neighbourhood> _kept = [];

    /// <summary>The texts near a path as of the last update; null where its folder was not prepared. Never sorts.</summary>
    public CacheSnapshot? Find(string path)
    {
        lock (_lock)
        {
            return Use(Neighbourhood.FolderOf(path))?.Snapshot;
        }
    }

    /// <summary>The texts near a path as they are now; sorts what was not sorted before.</summary>
    public CacheSnapshot Prepare(RepositoryTokens repository, string path)
    {
        Neighbourhood? found;
        lock (_lock)
        {
            string folder = Neighbourhood.FolderOf(path);
            found = Use(folder);
            if (found is null)
            {
                found = new Neighbourhood(folder);
                _kept.Add(found);
                if (_kept.Count > most)
                {
                    _kept.RemoveAt(0);
                }
            }
        }

        found.Update(repository);
        return found.Snapshot;
    }

    /// <summary>The repository has changed: brings all that are kept up to date.</summary>
    public void Update(RepositoryTokens repository)
    {
        Neighbourhood[] kept;
        lock (_lock)
        {
            kept = [.. _kept];
        }

        foreach (Neighbourhood neighbourhood in kept)
        {
            neighbourhood.Update(repository);
        }
    }

    private Neighbourhood? Use(string folder)
    {
        int at = _kept.FindIndex(each => each.Folder == folder);
        if (at < 0)
        {
            return null;
        }

        Neighbourhood found = _kept[at];
        _kept.RemoveAt(at);
        _kept.Add(found);
        return found;
    }
}
