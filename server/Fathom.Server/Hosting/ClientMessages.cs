using System.Text.Json;
using Fathom.Server.Protocol;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Hosting;

/// <summary>What the server says to the client on its own. A connection that has ended makes all of it silent.</summary>
internal sealed class ClientMessages(JsonRpc rpc, ILogger<ClientMessages> logger)
{
    /// <summary>A line in the client's log panel. Type: 1 error, 2 warning, 3 information, 4 log.</summary>
    public Task LogAsync(int type, string message) => NotifyAsync("window/logMessage", new LogMessageParams(type, message));

    /// <summary>The state of the server, for clients that show it.</summary>
    public Task StatusAsync(FathomStatus status) => NotifyAsync("fathom/didChangeStatus", status);

    /// <summary>A step of progress on a token that the client has accepted.</summary>
    public Task ProgressAsync(string token, WorkDoneProgress step) => NotifyAsync("$/progress", new ProgressParams(token, step));

    /// <summary>Asks the client to show progress; false when it does not want to.</summary>
    public async Task<bool> CreateProgressAsync(string token)
    {
        try
        {
            await rpc.InvokeWithParameterObjectAsync<JsonElement>("window/workDoneProgress/create", new WorkDoneProgressCreateParams(token));
            return true;
        }
        catch (Exception refused) when (refused is RemoteRpcException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Has the client edit files; an answer that did not come counts as declined.</summary>
    public async Task<ApplyWorkspaceEditResult> ApplyEditAsync(ApplyWorkspaceEditParams parameters)
    {
        try
        {
            return await rpc.InvokeWithParameterObjectAsync<ApplyWorkspaceEditResult?>("workspace/applyEdit", parameters) ?? new ApplyWorkspaceEditResult(false, null);
        }
        catch (Exception refused) when (refused is RemoteRpcException or ObjectDisposedException or OperationCanceledException)
        {
            return new ApplyWorkspaceEditResult(false, $"the editor does not apply edits of a server: {refused.Message}");
        }
    }

    /// <summary>Asks the client to tell of changes of files.</summary>
    public Task WatchFilesAsync() => RegisterAsync(
        new Registration("fathom/files", "workspace/didChangeWatchedFiles", new WatchedFilesOptions([new FileSystemWatcherOptions("**/*")])));

    /// <summary>The client's settings in the section <c>fathom</c>; null when it has none.</summary>
    public async Task<JsonElement?> PullSettingsAsync()
    {
        try
        {
            JsonElement[]? answer = await rpc.InvokeWithParameterObjectAsync<JsonElement[]>(
                "workspace/configuration", new ConfigurationParams([new ConfigurationItem("fathom")]));
            return answer is [{ ValueKind: JsonValueKind.Object } section, ..] ? section : null;
        }
        catch (Exception refused) when (refused is RemoteRpcException or ObjectDisposedException or OperationCanceledException)
        {
            logger.LogWarning("the client did not answer workspace/configuration: {Reason}", refused.Message);
            return null;
        }
    }

    /// <summary>Tells the client of a capability that came after <c>initialize</c>.</summary>
    public async Task RegisterAsync(Registration registration)
    {
        try
        {
            await rpc.InvokeWithParameterObjectAsync<JsonElement>("client/registerCapability", new RegistrationParams([registration]));
        }
        catch (Exception refused) when (refused is RemoteRpcException or ObjectDisposedException or OperationCanceledException)
        {
            logger.LogInformation("the client does not register {Method}: {Reason}", registration.Method, refused.Message);
        }
    }

    private async Task NotifyAsync(string method, object parameters)
    {
        try
        {
            await rpc.NotifyWithParameterObjectAsync(method, parameters);
        }
        catch (Exception ended) when (ended is ObjectDisposedException or ConnectionLostException or OperationCanceledException)
        {
            logger.LogDebug("{Method} was not sent, the connection has ended", method);
        }
    }
}
