using Fathom.Completion;
using Fathom.Completion.Guidance;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Workspaces;

/// <summary>The C# compiler beside the model: reads .NET's assemblies and the open folders once a C# document is open, in the background.</summary>
internal sealed class CompilerHost : IDisposable
{
    private readonly ServerSession _session;
    private readonly string? _cacheFolder;
    private readonly ILogger<CompilerHost> _logger;
    private readonly Lock _lock = new();
    private readonly CSharpWorkspace _workspace = new();
    private readonly CancellationTokenSource _ended = new();
    private CompletionDocument? _latest;
    private Task? _work;

    /// <param name="session">The open folders and the settings.</param>
    /// <param name="cacheFolder">Fathom's part of the user's cache; null for no compiler.</param>
    /// <param name="logger">Where the loading is logged.</param>
    public CompilerHost(ServerSession session, string? cacheFolder, ILogger<CompilerHost> logger)
    {
        (_session, _cacheFolder, _logger) = (session, cacheFolder, logger);
        Service = new CompilerService(_workspace, IsPart);
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
        workspace.Load(files.ReadAll(cancellationToken), ProjectFiles.ReadAll(files, cancellationToken), cancellationToken);
        return workspace;
    }

    /// <summary>The user is at a place of a document, and the model is ready: loads the workspace at the first C# document, then binds each in advance. Returns at once.</summary>
    public void Prepare(CompletionDocument document, int offset)
    {
        bool isCSharp = document.LanguageId == "csharp" || document.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);
        if (!isCSharp || !IsPart(document) || _cacheFolder is null || _session.Settings.Completion is { Guidance: false, Check: false })
        {
            return;
        }

        lock (_lock)
        {
            if (_work is null)
            {
                _work = BackgroundThread.Run("fathom compiler", Load);
            }
            else if (_latest is { } other && other.Path != document.Path)
            {
                Enqueue(() => Service.Update(other.Path, other.Text, _ended.Token));
            }

            _latest = document;
        }

        _ = Service.PrepareAsync(document, offset);
    }

    /// <summary>A file was saved, or has changed outside of the editor.</summary>
    public void Changed(RepositoryFiles files, string path)
    {
        lock (_lock)
        {
            if (_work is null || !path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            Enqueue(() =>
            {
                if (files.Read(path).Text is { } text)
                {
                    Service.Update(path, text, _ended.Token);
                }
                else
                {
                    _workspace.Remove(path);
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Cancel();

    private bool IsPart(CompletionDocument document) => DocumentUri.IsWithin(document.Id, _session.Folders);

    private void Enqueue(Action action) => _work = _work!.ContinueWith(_ => Guarded(action), _ended.Token, TaskContinuationOptions.None, TaskScheduler.Default);

    private void Load() => Guarded(() =>
    {
        long start = TimeProvider.System.GetTimestamp();
        var sources = new List<RepositoryText>();
        var projects = new List<RepositoryText>();
        foreach (string folder in _session.Folders.Select(DocumentUri.FilePath).OfType<string>().Where(RepositoryService.IsProject))
        {
            using RepositoryFiles files = RepositoryFiles.Open(folder, _cacheFolder);
            sources.AddRange(files.ReadAll(_ended.Token).Where(file => file.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)));
            projects.AddRange(ProjectFiles.ReadAll(files, _ended.Token));
        }

        if (sources.Count == 0)
        {
            // Of a file without its folder the compiler would take names of its neighbours for made up.
            return;
        }

        _workspace.Load(sources, projects, _ended.Token);
        _logger.LogInformation(
            "compiler ready: {Files} files in {Milliseconds:F0} ms, {LeftOut} left out",
            _workspace.Files,
            TimeProvider.System.GetElapsedTime(start).TotalMilliseconds,
            _workspace.LeftOut);
    });

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
