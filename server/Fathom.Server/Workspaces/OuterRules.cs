using Fathom.Repository.Files;

namespace Fathom.Server.Workspaces;

/// <summary>What folders around an open folder ignore, by path. Verdicts are kept until the rules change: a prompt may hold many files, and a key does not wait for each. Safe for concurrent use.</summary>
/// <param name="open">Reads the rules of a folder.</param>
internal sealed class OuterRules(Func<string, RepositoryFiles> open) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Folder> _folders = new(StringComparer.Ordinal);

    /// <summary>Those of some files that git or <c>.fathomignore</c> ignores in a folder, each with the reason; none where the folder is gone.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="files">Full paths of files in it.</param>
    /// <exception cref="IOException">The rules cannot be read.</exception>
    public Dictionary<string, SkipReason> Ignored(string folder, IEnumerable<string> files)
    {
        lock (_lock)
        {
            if (!Directory.Exists(folder))
            {
                return [];
            }

            if (!_folders.TryGetValue(folder, out Folder? known))
            {
                _folders[folder] = known = new Folder(open(folder));
            }

            known.Files.ReloadChangedRules(below: true);
            if (known.Version != known.Files.RulesVersion)
            {
                known.Verdicts.Clear();
                known.Version = known.Files.RulesVersion;
            }

            var ignored = new Dictionary<string, SkipReason>(StringComparer.Ordinal);
            foreach (string file in files)
            {
                if (!known.Verdicts.TryGetValue(file, out SkipReason reason))
                {
                    known.Verdicts[file] = reason = known.Files.JudgePath(file, ofAnyKind: true).Reason;
                }

                if (reason is SkipReason.IgnoredByGit or SkipReason.IgnoredByFathom)
                {
                    ignored[file] = reason;
                }
            }

            return ignored;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (Folder folder in _folders.Values)
            {
                folder.Files.Dispose();
            }

            _folders.Clear();
        }
    }

    private sealed class Folder(RepositoryFiles files)
    {
        public RepositoryFiles Files { get; } = files;

        public Dictionary<string, SkipReason> Verdicts { get; } = new(StringComparer.Ordinal);

        public int Version { get; set; } = files.RulesVersion;
    }
}
