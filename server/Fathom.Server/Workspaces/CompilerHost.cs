using Fathom.Completion;
using Fathom.Completion.Guidance;
using Fathom.Repository.CSharp;
using Fathom.Repository.CSharp.Packages;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Workspaces;

/// <summary>
/// The C# compiler beside the model: reads .NET's assemblies and the open folders once a C# document is open, and again when other folders are open, in the background.
/// </summary>
internal sealed class CompilerHost : IDisposable
{
    // A switch of branches; one by one they would cost more than everything anew.
    private const int MostSingleFiles = 100;

    private static readonly PackageAssemblies s_packages = new(PackageFolder.Default);
    private readonly ServerSession _session;
    private readonly DocumentStore _documents;
    private readonly string? _cacheFolder;
    private readonly ILogger<CompilerHost> _logger;
    private readonly Lock _lock = new();
    private readonly CSharpWorkspace _workspace = new();
    private readonly CancellationTokenSource _ended = new();
    private CompletionDocument? _latest;
    private Task? _work;
    private volatile IReadOnlyList<string> _loaded = [];

    /// <param name="session">The open folders and the settings.</param>
    /// <param name="documents">The open documents, whose texts go before those on disk.</param>
    /// <param name="cacheFolder">Fathom's part of the user's cache; null for no compiler.</param>
    /// <param name="logger">Where the loading is logged.</param>
    public CompilerHost(ServerSession session, DocumentStore documents, string? cacheFolder, ILogger<CompilerHost> logger)
    {
        (_session, _documents, _cacheFolder, _logger) = (session, documents, cacheFolder, logger);
        Service = new CompilerService(_workspace, IsLoaded);
    }

    /// <summary>What the pipeline asks; until the workspace is loaded it answers nothing.</summary>
    public CompilerService Service { get; }

    /// <summary>True once documents can be judged.</summary>
    public bool IsReady => _workspace.IsReady;

    /// <summary>What is being read; null until a C# document needs the compiler.</summary>
    public Task? Work
    {
        get
        {
            lock (_lock)
            {
                return _work;
            }
        }
    }

    /// <summary>What <c>fathom/status</c> tells; nothing of what never was.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counters => new KeyValuePair<string, int>[]
    {
        new("compilerFiles", _workspace.Files),
        new("namesGuided", Service.Counters.NamesGuided),
        new("namesLate", Service.Counters.NamesLate),
        new("checks", Service.Counters.Checks),
        new("checksLate", Service.Counters.ChecksLate),
        new("compilerFailures", Service.Counters.Failures),
    }.Where(counter => counter.Value > 0);

    /// <summary>All sources of a folder, loaded for a command.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static CSharpWorkspace WorkspaceOf(RepositoryFiles files, CancellationToken cancellationToken)
    {
        var workspace = new CSharpWorkspace();
        IReadOnlyList<RepositoryText> projects = ProjectFiles.ReadAll(files, cancellationToken);
        workspace.Load(files.ReadAll(cancellationToken), projects, s_packages.Find(files.Folder, projects, cancellationToken), cancellationToken);
        return workspace;
    }

    /// <summary>The user is in a document, and the model is ready: loads the workspace at the first C# document, and then takes the text of the one the user was in before. Returns at once.</summary>
    public void Follow(CompletionDocument document)
    {
        if (!IsWanted(document))
        {
            return;
        }

        lock (_lock)
        {
            if (_work is null)
            {
                _work = Task.CompletedTask;
                Enqueue(Load, isOfFolders: true);
            }
            else if (_latest is { } other && other.Key != document.Key)
            {
                Enqueue(() => TakeText(other));
            }

            _latest = document;
        }
    }

    /// <summary>Binds a document in advance, for a place where the user is. Returns at once.</summary>
    public void Prepare(CompletionDocument document, int offset)
    {
        if (IsWanted(document))
        {
            _ = Service.PrepareAsync(document, offset);
        }
    }

    /// <summary>Files were saved, or have changed outside of the editor.</summary>
    /// <param name="files">Their folder.</param>
    /// <param name="paths">Their paths relative to it.</param>
    public void Changed(RepositoryFiles files, IReadOnlyCollection<string> paths)
    {
        string[] sources = [.. paths.Where(path => IsSource(path) || _workspace.HoldsUnder(files.KeyOf(path)))];
        lock (_lock)
        {
            if (_work is not null && sources.Length > 0)
            {
                Enqueue(sources.Length > MostSingleFiles ? Load : () => ReadAgain(files, sources), isOfFolders: sources.Length > MostSingleFiles);
            }
        }
    }

    /// <summary>Other folders are open: what they hold is read again, once anything was read. Documents of new folders are not judged until then.</summary>
    public void FoldersChanged()
    {
        lock (_lock)
        {
            if (_work is not null)
            {
                Enqueue(Load, isOfFolders: true);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Cancel();

    private bool IsWanted(CompletionDocument document) =>
        (document.LanguageId == "csharp" || IsSource(document.Path)) && FolderOf(document) is not null && _cacheFolder is not null
        && _session.Settings.Completion is not { Guidance: false, Check: false };

    private string? FolderOf(CompletionDocument document) =>
        _session.Folders.Where(folder => DocumentUri.IsWithin(document.Id, [folder])).MaxBy(folder => folder.Length);

    private bool IsLoaded(CompletionDocument document) => FolderOf(document) is { } folder && _loaded.Contains(folder);

    private void Enqueue(Action action, bool isOfFolders = false) => _work = _work!
        .ContinueWith(_ => Run(() => Guarded(action), isOfFolders), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
        .Unwrap();

    private Task Run(Action action, bool isOfFolders) => isOfFolders
        ? BackgroundThread.RunInTurn("fathom compiler", action, _ended.Token)
        : BackgroundThread.Run("fathom compiler", action, _ended.Token);

    private static bool IsSource(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>What was typed in a document counts for the others, unless it was closed meanwhile: then what lies on disk does.</summary>
    private void TakeText(CompletionDocument document)
    {
        if (_documents.WithKey(document.Key) is { } open)
        {
            Service.Update(document.Key, open.Text, _ended.Token);
        }
    }

    private void ReadAgain(RepositoryFiles files, IEnumerable<string> paths)
    {
        foreach (string path in paths)
        {
            string key = files.KeyOf(path);
            if (files.Read(path).Text is { } text)
            {
                Service.Update(key, _documents.WithKey(key)?.Text ?? text, _ended.Token);
            }
            else
            {
                _workspace.Remove(key);
            }
        }
    }

    private void Load()
    {
        long start = TimeProvider.System.GetTimestamp();
        var open = new List<string>();
        string[] folders = [.. _session.Folders.Where(uri => DocumentUri.FilePath(uri) is { } folder && RepositoryService.IsProject(folder))];
        var sources = new List<RepositoryText>();
        var projects = new List<RepositoryText>();
        var packages = new List<string>();
        foreach (string uri in folders)
        {
            try
            {
                using RepositoryFiles files = RepositoryFiles.Open(DocumentUri.FilePath(uri)!, _cacheFolder);
                RepositoryText[] read = [.. files.ReadAll(_ended.Token).Where(file => IsSource(file.Path)).Select(file => AsOpen(WithKey(files, file)))];
                IReadOnlyList<RepositoryText> found = ProjectFiles.ReadAll(files, _ended.Token);
                packages.AddRange(s_packages.Find(files.Folder, found, _ended.Token));
                projects.AddRange(found.Select(file => WithKey(files, file)));
                sources.AddRange(read);
                open.Add(uri);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or LibGit2Sharp.LibGit2SharpException)
            {
                // Documents of the other folders are judged all the same.
                _logger.LogWarning("{Folder} cannot be read for the compiler: {Reason}", uri, failure.Message);
            }
        }

        if (sources.Count == 0)
        {
            // Of a file without its folder the compiler would take names of its neighbours for made up.
            _loaded = [];
            _workspace.Clear();
            return;
        }

        _workspace.Load(sources, projects, packages, _ended.Token);
        _loaded = open;
        _logger.LogInformation(
            "compiler ready: {Files} files and {Packages} assemblies of packages in {Milliseconds:F0} ms, {LeftOut} files left out",
            _workspace.Files,
            _workspace.Packages,
            TimeProvider.System.GetElapsedTime(start).TotalMilliseconds,
            _workspace.LeftOut);
    }

    private static RepositoryText WithKey(RepositoryFiles files, RepositoryText file) => file with { Path = files.KeyOf(file.Path) };

    private RepositoryText AsOpen(RepositoryText file) => _documents.WithKey(file.Path) is { } open ? file with { Text = open.Text.ReplaceLineEndings("\n") } : file;

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (OperationCanceledException)
        {
            _logger.LogTrace("the compiler's workspace is not needed any more");
        }
        catch (Exception failure)
        {
            _logger.LogWarning("the compiler's workspace: {Reason}", failure.Message);
        }
    }
}
