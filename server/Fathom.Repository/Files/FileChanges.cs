using System.Globalization;
using LibGit2Sharp;

namespace Fathom.Repository.Files;

/// <summary>When the files of a folder have last changed, as git's history tells it: the fewer commits ago, the sooner a file will change again.</summary>
public sealed class FileChanges
{
    private readonly Dictionary<string, int> _commitsAgo;
    private readonly HashSet<string> _tracked;

    private FileChanges(Dictionary<string, int> commitsAgo, HashSet<string> tracked) => (_commitsAgo, _tracked) = (commitsAgo, tracked);

    /// <summary>Most commits that are looked at.</summary>
    public const int MostCommits = 300;

    /// <summary>Reads the last commits of the repository that a folder belongs to; a folder without one has no history.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public static FileChanges Of(string folder, CancellationToken cancellationToken)
    {
        try
        {
            if (LibGit2Sharp.Repository.Discover(folder) is { } found)
            {
                using var git = new LibGit2Sharp.Repository(found);
                if (git.Info.WorkingDirectory is { } root)
                {
                    return Read(git, GitRules.PrefixOf(folder, root), cancellationToken);
                }
            }
        }
        catch (LibGit2SharpException)
        {
            // A damaged repository, or one of a form that libgit2 does not know: files are told apart by their times.
        }

        return new FileChanges([], []);
    }

    /// <summary>How settled a file is: files of a smaller number change less. Those that git does not track come last, the newest at the end.</summary>
    internal long RankOf(RepositoryFile file) =>
        _commitsAgo.TryGetValue(file.Path, out int ago) ? MostCommits - ago
        : _tracked.Contains(file.Path) ? 0
        : file.ModifiedUtc.Ticks / TimeSpan.TicksPerDay;

    /// <summary>When a file has changed, a clause for people.</summary>
    internal string Describe(RepositoryFile file) =>
        _commitsAgo.TryGetValue(file.Path, out int ago) ? ago switch
        {
            0 => "changed in the last commit",
            1 => "changed 1 commit ago",
            _ => string.Create(CultureInfo.InvariantCulture, $"changed {ago} commits ago"),
        }
        : _tracked.Contains(file.Path) ? "not changed for long"
        : string.Create(CultureInfo.InvariantCulture, $"written on {file.ModifiedUtc:yyyy-MM-dd}");

    private static FileChanges Read(LibGit2Sharp.Repository git, string prefix, CancellationToken cancellationToken)
    {
        HashSet<string> tracked = [.. git.Index.Select(entry => entry.Path).Where(IsInside).Select(path => path[prefix.Length..])];
        var commitsAgo = new Dictionary<string, int>(StringComparer.Ordinal);
        Commit? commit = git.Head.Tip;
        for (int ago = 0; ago < MostCommits && commit is not null; ago++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Commit? parent = commit.Parents.FirstOrDefault();
            if (parent is null)
            {
                // The first commit, or the end of a shallow clone: it holds what has not changed since.
                break;
            }

            using TreeChanges changes = git.Diff.Compare<TreeChanges>(parent.Tree, commit.Tree);
            foreach (TreeEntryChanges change in changes.Where(change => IsInside(change.Path)))
            {
                commitsAgo.TryAdd(change.Path[prefix.Length..], ago);
            }

            commit = parent;
        }

        return new FileChanges(commitsAgo, tracked);

        bool IsInside(string path) => path.StartsWith(prefix, StringComparison.Ordinal);
    }
}
