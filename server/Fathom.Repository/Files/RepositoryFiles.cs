using System.IO.Enumeration;
using Fathom.Repository.Indexing;

namespace Fathom.Repository.Files;

/// <summary>
/// The files of a folder that may be read: the one gate in front of index and prompt. What git or <c>.fathomignore</c> ignores, what holds secrets,
/// what tools wrote, links and what is no text of a known language stay out, each with a reason.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class RepositoryFiles : IRepositoryTexts, IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _cacheFolder;
    private IgnoreRules _rules;
    private volatile int _rulesVersion;
    private bool _isDisposed;

    private RepositoryFiles(string folder, string cacheFolder)
    {
        Folder = folder;
        _cacheFolder = cacheFolder;
        _rules = IgnoreRules.Open(folder, cacheFolder);
    }

    /// <summary>The folder, as a full path.</summary>
    public string Folder { get; }

    /// <summary>Reads the rules of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cacheFolder">Fathom's part of the user's cache; <see cref="CacheFolder.Default"/> by default.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static RepositoryFiles Open(string folder, string? cacheFolder = null)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(full)
            ? new RepositoryFiles(full, cacheFolder ?? CacheFolder.Default)
            : throw new DirectoryNotFoundException($"There is no folder {folder}; name one with source files.");
    }

    /// <summary>Another number whenever the rules were read again.</summary>
    public int RulesVersion => _rulesVersion;

    /// <summary>The full path of a file of the folder.</summary>
    public string FullPath(string path) => Path.Combine(Folder, path);

    /// <summary>Path relative to the folder with forward slashes, or null for one outside of it.</summary>
    public string? RelativePath(string fullPath)
    {
        string relative = Path.GetRelativePath(Folder, fullPath).Replace('\\', '/');
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null : relative;
    }

    /// <summary>Reads the rules again, after one of the ignore files or the files that git tracks have changed.</summary>
    public void ReloadRules()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            IgnoreRules old = _rules;
            _rules = IgnoreRules.Open(Folder, _cacheFolder);
            _rulesVersion++;
            old.Dispose();
        }
    }

    /// <summary>What of git's files could not be read, sentences for people.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules.Problems];
            }
        }
    }

    /// <summary>Reads the rules again where an ignore file of the folder or above it, or what git tracks, has been written since they were read. A folder that is gone keeps those it had.</summary>
    /// <param name="below">Looks at the ignore files in the folder's folders, too. Who judges anew need not, since what is judged goes by these as they are.</param>
    public void ReloadChangedRules(bool below = false)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_rules.AreOld(below) && Directory.Exists(Folder))
            {
                ReloadRules();
            }
        }
    }

    /// <summary>The files that pass every rule that goes by path and size, folder by folder. Folders that vanish meanwhile are passed over.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder itself is gone.</exception>
    /// <exception cref="OperationCanceledException">The enumeration was cancelled.</exception>
    public IEnumerable<RepositoryFile> Enumerate(CancellationToken cancellationToken) => WalkAll(SkipReason.None, cancellationToken);

    /// <summary>As <see cref="Enumerate"/>, with the files that only their size keeps out, or their names because tools write such: for what is bound on this machine and shown to no model.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="DirectoryNotFoundException">The folder itself is gone.</exception>
    /// <exception cref="OperationCanceledException">The enumeration was cancelled.</exception>
    public IEnumerable<RepositoryFile> EnumerateForCompiler(CancellationToken cancellationToken) => WalkAll(SkipReason.Generated, cancellationToken, ofAnySize: true);

    /// <summary>As <see cref="Enumerate"/>, with the files that only their extensions keep out, as those of projects, settings and documentation; what of these is no text only reading tells.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="DirectoryNotFoundException">The folder itself is gone.</exception>
    /// <exception cref="OperationCanceledException">The enumeration was cancelled.</exception>
    public IEnumerable<RepositoryFile> EnumerateOfAnyKind(CancellationToken cancellationToken) => WalkAll(SkipReason.UnknownLanguage, cancellationToken);

    /// <summary>As <see cref="Enumerate"/>, of one folder in it; nothing where it is not there, or kept out.</summary>
    /// <param name="path">Path of the folder, relative to this one.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="OperationCanceledException">The enumeration was cancelled.</exception>
    public IEnumerable<RepositoryFile> EnumerateUnder(string path, CancellationToken cancellationToken) => MayHold(path) ? Walk(path, SkipReason.None, cancellationToken) : [];

    /// <summary>True where a folder is there, and neither it nor one above it is kept out.</summary>
    /// <param name="path">Path of the folder, relative to this one; empty for this one.</param>
    public bool MayHold(string path) => path.Length == 0 || JudgeFolders(path + "/") == SkipReason.None;

    private IEnumerable<RepositoryFile> WalkAll(SkipReason forgiven, CancellationToken cancellationToken, bool ofAnySize = false) => Directory.Exists(Folder)
        ? Walk("", forgiven, cancellationToken, ofAnySize)
        : throw new DirectoryNotFoundException($"The folder {Folder} is gone.");

    private IEnumerable<RepositoryFile> Walk(string under, SkipReason forgiven, CancellationToken cancellationToken, bool ofAnySize = false)
    {
        var folders = new Stack<string>([under]);
        while (folders.TryPop(out string? folder))
        {
            foreach (Entry entry in EntriesOf(folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                SkipReason reason = Judge(entry, forgiven);
                if (reason != SkipReason.None && !(ofAnySize && reason == SkipReason.TooLarge))
                {
                    continue;
                }

                if (entry.IsFolder)
                {
                    folders.Push(entry.Path);
                }
                else
                {
                    yield return entry.File;
                }
            }
        }
    }

    /// <summary>What the gate says of one file, reading it where the rules for paths and sizes let it pass.</summary>
    /// <param name="path">A path, relative to the folder or absolute.</param>
    public FileVerdict Judge(string path)
    {
        (FileVerdict verdict, _) = Read(path);
        return verdict;
    }

    /// <summary>Judges one file and reads it where it passes.</summary>
    /// <param name="path">A path, relative to the folder or absolute.</param>
    /// <returns>The verdict; and the text with line ends as <c>\n</c>, or null where the file is skipped.</returns>
    public (FileVerdict Verdict, string? Text) Read(string path)
    {
        FileVerdict verdict = JudgePath(path);
        if (verdict.File is null)
        {
            return (verdict, null);
        }

        (string? text, SkipReason reason) = FileText.Read(FullPath(verdict.Path));
        return (verdict with { Reason = reason }, text);
    }

    /// <summary>Judges one file by its path, its size and the files above it, without reading it.</summary>
    /// <param name="path">A path, relative to the folder or absolute.</param>
    /// <param name="ofAnyKind">Lets files of any extension pass.</param>
    public FileVerdict JudgePath(string path, bool ofAnyKind = false)
    {
        if (RelativePath(Path.GetFullPath(path, Folder)) is not { } relative)
        {
            return new FileVerdict(path, SkipReason.Outside, null);
        }

        if (JudgeFolders(relative) is var above and not SkipReason.None)
        {
            return new FileVerdict(relative, above, null);
        }

        Entry entry = Entry.Of(new FileInfo(FullPath(relative)), relative);
        SkipReason reason = Judge(entry, ofAnyKind ? SkipReason.UnknownLanguage : SkipReason.None);
        return new FileVerdict(relative, reason, reason == SkipReason.None ? entry.File : null);
    }

    /// <summary>Judges a text that is not on disk yet, as of a document in the editor.</summary>
    /// <param name="path">Path relative to the folder.</param>
    /// <param name="text">The text.</param>
    /// <param name="ofAnyKind">Lets files of any extension pass.</param>
    public SkipReason JudgeText(string path, string text, bool ofAnyKind = false)
    {
        FileVerdict verdict = JudgePath(path, ofAnyKind);
        SkipReason reason = verdict.Reason == SkipReason.Missing ? JudgeUnsaved(verdict.Path, ofAnyKind) : verdict.Reason;
        return reason is SkipReason.None or SkipReason.TooLarge ? JudgeContent(path, text) : reason;
    }

    /// <summary>Judges a text that belongs to no folder: a document that was never saved, or one whose folder is not there.</summary>
    /// <param name="name">Its name; its extension need not be known.</param>
    /// <param name="text">The text.</param>
    public static SkipReason JudgeLoose(string name, string text) =>
        BuiltInRules.OfFile(name) is var reason and not (SkipReason.None or SkipReason.UnknownLanguage) ? reason : JudgeContent(name, text);

    private static SkipReason JudgeContent(string path, string text) =>
        text.Length > FileText.LargestBytes ? SkipReason.TooLarge
        : FileText.Judge(text) is var reason and not SkipReason.None ? reason
        : SettingsSecrets.MayHold(path) && SettingsSecrets.AreIn(text) ? SkipReason.SecretContent
        : SkipReason.None;

    /// <inheritdoc/>
    public IEnumerable<RepositoryText> ReadAll(CancellationToken cancellationToken)
    {
        foreach (RepositoryFile file in Enumerate(cancellationToken).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            BackgroundThread.Rest(cancellationToken);
            (string? text, _) = FileText.Read(FullPath(file.Path));
            if (text is not null)
            {
                yield return new RepositoryText(file.Path, text);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _rules.Dispose();
        }
    }

    /// <summary>What the rules say of a file that is not there yet: those for names hold for it and for the folders above it, whether these are there or not.</summary>
    private SkipReason JudgeUnsaved(string path, bool ofAnyKind)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            string folder = path[..slash];
            SkipReason above = BuiltInRules.OfFolder(Path.GetFileName(folder.AsSpan()));
            above = above == SkipReason.None ? JudgeByRules(folder, isFolder: true) : above;
            if (above != SkipReason.None)
            {
                return above;
            }
        }

        SkipReason named = BuiltInRules.OfFile(Path.GetFileName(path));
        return named == SkipReason.None || (ofAnyKind && named == SkipReason.UnknownLanguage) ? JudgeByRules(path, isFolder: false) : named;
    }

    /// <summary>What the rules say of the first folder above a path that they keep out.</summary>
    private SkipReason JudgeFolders(string path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            SkipReason above = Judge(Entry.Of(new DirectoryInfo(FullPath(path[..slash])), path[..slash]));
            if (above != SkipReason.None)
            {
                return above;
            }
        }

        return SkipReason.None;
    }

    private SkipReason JudgeByRules(string path, bool isFolder)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _rules.Judge(path, isFolder);
        }
    }

    /// <param name="entry">The file or folder.</param>
    /// <param name="forgiven">What a file's name may say and the file passes all the same, if nothing else keeps it out.</param>
    private SkipReason Judge(Entry entry, SkipReason forgiven = SkipReason.None)
    {
        if (!entry.Exists)
        {
            SkipReason named = entry.IsFolder ? SkipReason.None : BuiltInRules.OfFile(Path.GetFileName(entry.Path));
            return named == SkipReason.None || named == forgiven ? SkipReason.Missing : named;
        }

        SkipReason builtIn = entry.IsFolder ? BuiltInRules.OfFolder(Path.GetFileName(entry.Path.AsSpan())) : BuiltInRules.OfFile(Path.GetFileName(entry.Path));
        if (entry.IsLink && (builtIn is SkipReason.None or SkipReason.UnknownLanguage || builtIn == forgiven))
        {
            return SkipReason.Link;
        }

        return builtIn == SkipReason.None || (builtIn == forgiven && !entry.IsFolder) ? JudgeBeyondName(entry) : builtIn;
    }

    private SkipReason JudgeBeyondName(Entry entry)
    {
        SkipReason ignored = JudgeByRules(entry.Path, entry.IsFolder);
        return ignored != SkipReason.None ? ignored
            : entry.File.Length > FileText.LargestBytes ? SkipReason.TooLarge
            : SkipReason.None;
    }

    private List<Entry> EntriesOf(string folder)
    {
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true, ReturnSpecialDirectories = false };
        try
        {
            return [.. new FileSystemEnumerable<Entry>(Path.Combine(Folder, folder), (ref FileSystemEntry entry) => Entry.Of(ref entry, folder), options)];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>What a folder's listing tells of one file or folder.</summary>
    private readonly record struct Entry(string Path, bool Exists, bool IsFolder, bool IsLink, RepositoryFile File)
    {
        public static Entry Of(ref FileSystemEntry entry, string folder)
        {
            string path = folder.Length == 0 ? entry.FileName.ToString() : $"{folder}/{entry.FileName}";
            bool isLink = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
            bool isFolder = entry.IsDirectory;
            return new Entry(path, true, isFolder, isLink, new RepositoryFile(path, isFolder ? 0 : entry.Length, entry.LastWriteTimeUtc.UtcDateTime));
        }

        public static Entry Of(FileSystemInfo info, string path)
        {
            bool isFolder = info is DirectoryInfo;
            // As a file a link to a folder, or to nothing, does not exist.
            bool isLink = info.LinkTarget is not null;
            return info.Exists || isLink
                ? new Entry(path, true, isFolder, isLink, new RepositoryFile(path, info is FileInfo { Exists: true } file ? file.Length : 0, info.LastWriteTimeUtc))
                : new Entry(path, false, isFolder, false, new RepositoryFile(path, 0, default));
        }
    }
}
