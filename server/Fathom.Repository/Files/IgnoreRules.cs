namespace Fathom.Repository.Files;

/// <summary>
/// Git's own ignore rules and those of <c>.fathomignore</c>, which are written in git's language: libgit2 reads both. <c>.fathomignore</c> holds for tracked files as well.
/// A folder that may be a tool's by its name is not where git tracks a file in it. Repositories inside the folder have rules of their own. Not safe for concurrent use.
/// </summary>
internal sealed class IgnoreRules : IDisposable
{
    private readonly string _folder;
    private readonly string _cacheFolder;
    private readonly GitRules _git;
    private readonly LibGit2Sharp.Repository? _fathom;
    private readonly Dictionary<string, DateTime> _written = [];
    private readonly Dictionary<string, DateTime> _writtenBelow = [];

    // The folders below that were met, each with the rules of the repository that it is; null for none.
    private readonly Dictionary<string, GitRules?> _below = new(StringComparer.Ordinal);

    // Folders of whose rules nothing is known, each with a slash at its end, and why.
    private readonly Dictionary<string, string> _unknown = new(StringComparer.Ordinal);

    private IgnoreRules(string folder, string cacheFolder)
    {
        (_folder, _cacheFolder) = (folder, cacheFolder);
        string own = Path.Combine(folder, ".fathomignore");
        Note(_written, own);
        _git = GitRules.Open(folder, cacheFolder);
        LookAt([own, .. _git.Sources], "");
        _fathom = File.Exists(own) && _unknown.Count == 0 ? OwnRules(own, cacheFolder) : null;
        foreach (string source in _git.Sources)
        {
            Note(_written, source);
        }
    }

    /// <summary>What of git's files could not be read, sentences for people.</summary>
    public IEnumerable<string> Problems => _below.Values.Prepend(_git).Select(each => each?.Problem).OfType<string>().Concat(_unknown.Values);

    /// <summary>Reads the rules that hold in a folder, which may be a part of a git repository or have none around it.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="cacheFolder">Where an empty repository is kept that stands in for the one that is missing.</param>
    public static IgnoreRules Open(string folder, string cacheFolder) => new(folder, cacheFolder);

    /// <summary>True where the ignore files of the folder or above it, or what git tracks, have been written since.</summary>
    /// <param name="below">Looks at the ignore files of all folders of which something was judged, too. What is judged now goes by these as they are; what was judged before may not.</param>
    public bool AreOld(bool below) => AreOld(_written) || (below && AreOld(_writtenBelow));

    /// <summary>Why the rules skip a path, or <see cref="SkipReason.None"/>.</summary>
    /// <param name="path">Path relative to the folder, with forward slashes.</param>
    /// <param name="isFolder">True for a folder; one with tracked files in it is not skipped for git's sake.</param>
    public SkipReason Judge(string path, bool isFolder)
    {
        (GitRules inner, int start) = Innermost(path);
        if (_unknown.Keys.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))
        {
            return SkipReason.IgnoredByGit;
        }

        if (isFolder && BuiltInRules.MayBeOutput(Path.GetFileName(path.AsSpan())) && !inner.Tracks(path[start..]))
        {
            return SkipReason.Generated;
        }

        string marked = isFolder ? path + "/" : path;
        if (_fathom?.Ignore.IsPathIgnored(marked) == true)
        {
            return SkipReason.IgnoredByFathom;
        }

        bool isIgnored = inner.Ignores(marked[start..]) || (inner != _git && !inner.Tracks(path[start..]) && _git.Ignores(marked));
        return isIgnored ? SkipReason.IgnoredByGit : SkipReason.None;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _git.Dispose();
        _fathom?.Dispose();
        foreach (GitRules? rules in _below.Values)
        {
            rules?.Dispose();
        }
    }

    private static LibGit2Sharp.Repository OwnRules(string file, string cacheFolder)
    {
        // What the user has git ignore everywhere is git's to judge.
        var rules = new LibGit2Sharp.Repository(StandInRepository.Find(cacheFolder, "own-rules", config => config.Set("core.excludesfile", Path.Combine(cacheFolder, "no-such-file"))));
        rules.Ignore.AddTemporaryRules(File.ReadAllLines(file));
        return rules;
    }

    /// <summary>The rules of the innermost repository that a path is in, and where in the path it begins.</summary>
    private (GitRules Rules, int Start) Innermost(string path)
    {
        (GitRules Rules, int Start) innermost = (_git, 0);
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (!_below.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path.AsSpan(0, slash), out GitRules? rules))
            {
                rules = Meet(path[..slash]);
            }

            innermost = rules is null ? innermost : (rules, slash + 1);
        }

        return innermost;
    }

    private GitRules? Meet(string path)
    {
        string folder = Path.Combine(_folder, path);
        GitRules? rules = Path.Exists(Path.Combine(folder, ".git")) ? GitRules.Open(folder, _cacheFolder) : null;
        _below.Add(path, rules);
        IReadOnlyList<string> sources = rules?.Sources ?? [Path.Combine(folder, ".gitignore")];
        LookAt(sources, path + "/");
        foreach (string source in sources)
        {
            Note(_writtenBelow, source);
        }

        return rules;
    }

    private void LookAt(IEnumerable<string> sources, string folder)
    {
        if (sources.FirstOrDefault(IgnorePatterns.AreTooMany) is { } source)
        {
            _unknown[folder] = $"{source} has a pattern of more than eight stars, which takes too long to match: all files in its folder count as ignored. Write it as several patterns.";
        }
    }

    private static void Note(Dictionary<string, DateTime> written, string file) => written[file] = File.GetLastWriteTimeUtc(file);

    private static bool AreOld(Dictionary<string, DateTime> written) => written.Any(source => File.GetLastWriteTimeUtc(source.Key) != source.Value);
}
