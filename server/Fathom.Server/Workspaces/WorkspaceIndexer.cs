using System.Globalization;
using Fathom.Repository.Indexing;
using Fathom.Server.Hosting;
using Fathom.Server.Protocol;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Workspaces;

/// <summary>Brings the index of a folder up to date in the background and shows how far it is.</summary>
internal sealed class WorkspaceIndexer(ServerSession session, ClientMessages client, ILogger<RepositoryService> logger)
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(500);
    private int _lastToken;

    /// <summary>Runs to the end; what goes wrong is logged. A folder without an index is left alone.</summary>
    public async Task RefreshAsync(WorkspaceRepository repository, CancellationToken cancellationToken)
    {
        if (repository.Index is not { } index)
        {
            return;
        }

        string token = string.Create(CultureInfo.InvariantCulture, $"fathom/indexing/{Interlocked.Increment(ref _lastToken)}");
        string folder = Path.GetFileName(repository.Files.Folder);
        bool showsProgress = session.CanShowProgress && await client.CreateProgressAsync(token);
        if (showsProgress)
        {
            await client.ProgressAsync(token, new WorkDoneProgress("begin", "Fathom", $"Reading {folder}", 0));
        }

        long start = TimeProvider.System.GetTimestamp();
        string end = "Done";
        try
        {
            RefreshResult result = await index.RefreshInBackgroundAsync(showsProgress ? new Throttled(client, token) : null, cancellationToken);
            repository.IndexIsRead();
            logger.LogInformation(
                "index of {Folder}: {Read} read, {Removed} removed, {Unchanged} unchanged in {Milliseconds:F0} ms",
                folder,
                result.Read,
                result.Removed,
                result.Unchanged,
                TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("indexing {Folder} was given up", folder);
        }
        catch (Exception failure)
        {
            end = failure.Message;
            repository.IndexIsRead();
            logger.LogWarning("index of {Folder}: {Reason}", folder, failure.Message);
        }

        if (showsProgress)
        {
            await client.ProgressAsync(token, new WorkDoneProgress("end", null, end));
        }
    }

    /// <summary>Reports twice a second at most.</summary>
    private sealed class Throttled(ClientMessages client, string token) : IProgress<IndexProgress>
    {
        private long _last = TimeProvider.System.GetTimestamp();

        public void Report(IndexProgress value)
        {
            if (value.All > 0 && TimeProvider.System.GetElapsedTime(_last) >= s_progressInterval)
            {
                _last = TimeProvider.System.GetTimestamp();
                string message = string.Create(CultureInfo.InvariantCulture, $"{value.Done} of {value.All} files");
                _ = client.ProgressAsync(token, new WorkDoneProgress("report", null, message, (int)(100L * value.Done / value.All)));
            }
        }
    }
}
