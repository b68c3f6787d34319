using LibGit2Sharp;

namespace Fathom.Repository.Files;

/// <summary>
/// Git's own ignore rules and those of <c>.fathomignore</c>, which are written in git's language: libgit2 reads both. Files that git tracks are
/// not ignored by git, whatever <c>.gitignore</c> says; <c>.fathomignore</c> holds for them as well. A folder that may be a tool's by its name is not where git
/// tracks a file in it. Not safe for concurrent use.
/// </summary>
internal sealed class IgnoreRules : IDisposable
{
    // The empty repositories of the cache are made and written by whoever opens rules first.
    private static readonly Lock s_opening = new();
    private readonly LibGit2Sharp.Repository _git;
    private readonly LibGit2Sharp.Repository? _fathom;
    private readonly HashSet<string> _tracked = new(StringComparer.Ordinal);
    private readonly string _prefix;
    private readonly (string File, DateTime Written)[] _sources;

    private IgnoreRules(LibGit2Sharp.Repository git, LibGit2Sharp.Repository? fathom, string prefix, IEnumerable<(string File, DateTime Written)> sources)
    {
        (_git, _fathom, _prefix, _sources) = (git, fathom, prefix, [.. sources]);
        AddTracked();
    }

    /// <summary>True where the folder's own ignore files, or what git tracks, have been written since; of a folder below, libgit2 itself sees that.</summary>
    public bool AreOld => _sources.Any(source => File.GetLastWriteTimeUtc(source.File) != source.Written);

    /// <summary>Reads the rules that hold in a folder, which may be a part of a git repository or have none around it.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="cacheFolder">Where an empty repository is kept that stands in for the one that is missing.</param>
    public static IgnoreRules Open(string folder, string cacheFolder)
    {
        lock (s_opening)
        {
            return OpenAlone(folder, cacheFolder);
        }
    }

    /// <summary>Why the rules skip a path, or <see cref="SkipReason.None"/>.</summary>
    /// <param name="path">Path relative to the folder, with forward slashes.</param>
    /// <param name="isFolder">True for a folder; one with tracked files in it is not skipped for git's sake.</param>
    public SkipReason Judge(string path, bool isFolder)
    {
        if (isFolder && BuiltInRules.MayBeOutput(Path.GetFileName(path.AsSpan())) && !_tracked.Contains(_prefix + path))
        {
            return SkipReason.Generated;
        }

        string marked = isFolder ? path + "/" : path;
        if (_fathom?.Ignore.IsPathIgnored(marked) == true)
        {
            return SkipReason.IgnoredByFathom;
        }

        return !_tracked.Contains(_prefix + path) && _git.Ignore.IsPathIgnored(_prefix + marked) ? SkipReason.IgnoredByGit : SkipReason.None;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _git.Dispose();
        _fathom?.Dispose();
    }

    private static (LibGit2Sharp.Repository Git, string Prefix) OpenGit(string folder, string cacheFolder)
    {
        try
        {
            if (LibGit2Sharp.Repository.Discover(folder) is { } found)
            {
                var git = new LibGit2Sharp.Repository(found);
                if (git.Info.WorkingDirectory is { } root)
                {
                    string relative = Path.GetRelativePath(Resolve(root), Resolve(folder)).Replace('\\', '/');
                    return (git, relative == "." ? "" : relative + "/");
                }

                git.Dispose();
            }
        }
        catch (LibGit2SharpException)
        {
            // Another user's or a damaged repository: its .gitignore files still say what is not to be read.
        }

        string empty = EmptyRepository(cacheFolder, "no-git");
        var options = new RepositoryOptions { WorkingDirectoryPath = folder, IndexPath = Path.Combine(empty, "index") };
        return (new LibGit2Sharp.Repository(empty, options), "");
    }

    private static IgnoreRules OpenAlone(string folder, string cacheFolder)
    {
        (LibGit2Sharp.Repository git, string prefix) = OpenGit(folder, cacheFolder);
        string own = Path.Combine(folder, ".fathomignore");
        string[] sources = [own, Path.Combine(folder, ".gitignore"), Path.Combine(git.Info.Path, "index"), Path.Combine(git.Info.Path, "info", "exclude")];
        (string, DateTime)[] times = [.. sources.Select(source => (source, File.GetLastWriteTimeUtc(source)))];
        if (!File.Exists(own))
        {
            return new IgnoreRules(git, null, prefix, times);
        }

        var fathom = new LibGit2Sharp.Repository(EmptyRepository(cacheFolder, "own-rules"));
        fathom.Config.Set("core.excludesfile", Path.Combine(cacheFolder, "no-such-file"));
        fathom.Ignore.AddTemporaryRules(File.ReadAllLines(own));
        return new IgnoreRules(git, fathom, prefix, times);
    }

    private static string EmptyRepository(string cacheFolder, string name)
    {
        string path = Path.Combine(cacheFolder, name);
        return LibGit2Sharp.Repository.IsValid(path) ? path : LibGit2Sharp.Repository.Init(path, isBare: true);
    }

    // The system's temporary folder and others can be reached by a link, and libgit2 names the folder behind it.
    internal static string Resolve(string folder)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        string here = Path.Combine(Resolve(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true)?.FullName ?? here;
    }

    private void AddTracked()
    {
        foreach (IndexEntry entry in _git.Index)
        {
            string path = entry.Path;
            while (path.Length > 0 && path.StartsWith(_prefix, StringComparison.Ordinal) && _tracked.Add(path))
            {
                int slash = path.LastIndexOf('/');
                path = slash < 0 ? "" : path[..slash];
            }
        }
    }
}
