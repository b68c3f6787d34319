using LibGit2Sharp;

namespace Fathom.Repository.Files;

/// <summary>
/// What git says of the files of a folder: the rules of the work tree around it, or of its own ignore files where there is none. Files that git tracks are not ignored,
/// whatever <c>.gitignore</c> says. Not safe for concurrent use.
/// </summary>
internal sealed class GitRules : IDisposable
{
    private readonly LibGit2Sharp.Repository _git;
    private readonly string _root;
    private readonly string _prefix;
    private readonly HashSet<string> _tracked = new(StringComparer.Ordinal);

    // Of another user, as in a container, a repository has rules all the same, and nothing in it is run.
    static GitRules() => GlobalSettings.SetOwnerValidation(false);

    private GitRules(LibGit2Sharp.Repository git, string root, string prefix, string? gitFolder, string? problem)
    {
        (_git, _root, _prefix, Problem) = (git, root, prefix, problem);
        Sources = [.. IgnoreFilesAbove(), .. gitFolder is null ? [] : FilesOf(gitFolder), .. ExcludesFile()];
        AddTracked();
    }

    /// <summary>What of git's files could not be read, a sentence for people; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>The files that these rules were read from, whether they are there or not, but for the ignore files below the folder.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>Reads what holds in a folder, which may be a part of a work tree.</summary>
    /// <param name="folder">The folder; it exists.</param>
    /// <param name="cacheFolder">Where an empty repository is kept that stands in for the one that is missing, or cannot be read.</param>
    public static GitRules Open(string folder, string cacheFolder)
    {
        string? problem = null;
        try
        {
            if (LibGit2Sharp.Repository.Discover(folder) is { } found)
            {
                var git = new LibGit2Sharp.Repository(found);
                if (git.Info.WorkingDirectory is { } root)
                {
                    return new GitRules(git, root, PrefixOf(folder, root), git.Info.Path, null);
                }

                git.Dispose();
            }
        }
        catch (LibGit2SharpException failure)
        {
            problem = failure.Message;
        }

        string? around = problem is null ? null : RepositoryRoot.AroundFolder(folder);
        return StandIn(folder, around, cacheFolder, around is null ? null : $"git's files in {around} cannot be read ({problem}): its ignore files hold, also for files that git tracks.");
    }

    /// <summary>True of a file that git tracks, and of a folder with such a file in it.</summary>
    /// <param name="path">Path relative to the folder, with forward slashes.</param>
    public bool Tracks(string path) => _tracked.Contains(_prefix + path);

    /// <summary>True of what git ignores.</summary>
    /// <param name="path">Path relative to the folder, with forward slashes; that of a folder ends with one.</param>
    public bool Ignores(string path) => !Tracks(path.TrimEnd('/')) && _git.Ignore.IsPathIgnored(_prefix + path);

    /// <inheritdoc/>
    public void Dispose() => _git.Dispose();

    /// <summary>Path of a folder in a work tree, with a slash at its end; empty for the work tree itself.</summary>
    public static string PrefixOf(string folder, string root)
    {
        string relative = Path.GetRelativePath(Resolve(root), Resolve(folder)).Replace('\\', '/');
        return relative == "." ? "" : relative + "/";
    }

    private static GitRules StandIn(string folder, string? around, string cacheFolder, string? problem)
    {
        string root = around ?? folder;
        string empty = StandInRepository.Find(cacheFolder, "no-git");
        var git = new LibGit2Sharp.Repository(empty, new RepositoryOptions { WorkingDirectoryPath = root, IndexPath = Path.Combine(empty, "index") });
        string? gitFolder = around is null ? null : GitFolderOf(around);
        if (gitFolder is not null && File.Exists(ExcludeOf(gitFolder)))
        {
            git.Ignore.AddTemporaryRules(File.ReadAllLines(ExcludeOf(gitFolder)));
        }

        return new GitRules(git, root, PrefixOf(folder, root), gitFolder, problem);
    }

    // In a linked work tree and in a submodule .git is a file that names the folder.
    private static string GitFolderOf(string root)
    {
        string git = Path.Combine(root, ".git");
        return File.Exists(git) && File.ReadLines(git).FirstOrDefault() is { } line && line.StartsWith("gitdir: ", StringComparison.Ordinal)
            ? Path.GetFullPath(line["gitdir: ".Length..].Trim(), root)
            : git;
    }

    private static string[] FilesOf(string gitFolder) => [Path.Combine(gitFolder, "index"), ExcludeOf(gitFolder)];

    // Linked work trees share it.
    private static string ExcludeOf(string gitFolder)
    {
        string common = Path.Combine(gitFolder, "commondir");
        return Path.Combine(File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).Trim(), gitFolder) : gitFolder, "info", "exclude");
    }

    private IEnumerable<string> ExcludesFile() => _git.Config.Get<string>("core.excludesfile")?.Value is { Length: > 0 } file
        ? [file.StartsWith("~/", StringComparison.Ordinal) ? Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), file[1..]) : file]
        : [];

    private IEnumerable<string> IgnoreFilesAbove()
    {
        yield return Path.Combine(_root, ".gitignore");
        for (int slash = _prefix.IndexOf('/'); slash >= 0; slash = _prefix.IndexOf('/', slash + 1))
        {
            yield return Path.Combine(_root, _prefix[..slash], ".gitignore");
        }
    }

    private void AddTracked()
    {
        try
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
        catch (LibGit2SharpException failure)
        {
            Problem = $"git's list of the files that it tracks in {_root} cannot be read ({failure.Message}): ignore files hold for these too. "
                + "'git sparse-checkout reapply --no-sparse-index' or 'git update-index --no-split-index' writes a list that can be read.";
        }
    }

    // The system's temporary folder and others can be reached by a link, and libgit2 names the folder behind it.
    private static string Resolve(string folder)
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
}
