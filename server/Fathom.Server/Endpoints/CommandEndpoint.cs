using System.Text.Json;
using Fathom.Refactoring;
using Fathom.Server.Acceptance;
using Fathom.Server.Commands;
using Fathom.Server.Protocol;
using Fathom.Server.Refactoring;
using Fathom.Server.Statistics;
using Microsoft.Extensions.Logging;
using StreamJsonRpc;

namespace Fathom.Server.Endpoints;

/// <summary>The request <c>workspace/executeCommand</c>.</summary>
internal sealed class CommandEndpoint(AcceptanceTracker acceptance, PauseCommands pauses, RefactoringCommands refactorings, UsageStore usage, ILogger<CommandEndpoint> logger)
{
    private const int InvalidParams = -32602;
    private const int RequestFailed = -32803;

    [JsonRpcMethod("workspace/executeCommand", UseSingleObjectParameterDeserialization = true)]
    public async Task<object?> ExecuteAsync(JsonElement parameters, CancellationToken cancellationToken = default)
    {
        ExecuteCommandParams? request = ParameterReader.Read(parameters, ProtocolJson.Default.ExecuteCommandParams, "executeCommand", logger);
        IReadOnlyList<JsonElement> arguments = request?.Arguments ?? [];
        try
        {
            switch (request?.Command)
            {
                case CommandNames.Accepted:
                    Note(acceptance.Accept(IdIn(arguments)), request.Command, arguments);
                    break;
                case CommandNames.PartlyAccepted:
                    Note(acceptance.AcceptPart(IdIn(arguments), LengthIn(arguments)), request.Command, arguments);
                    break;
                case CommandNames.Pause:
                    pauses.Pause(First(arguments));
                    break;
                case CommandNames.Resume:
                    pauses.Resume(First(arguments));
                    break;
                case CommandNames.ResetStatistics:
                    await usage.ResetAsync();
                    break;
                case CommandNames.StageReplace:
                    return await refactorings.StageReplaceAsync(First(arguments), cancellationToken);
                case CommandNames.StageRename:
                    return await refactorings.StageRenameAsync(First(arguments), cancellationToken);
                case CommandNames.StageEdit:
                    return await refactorings.StageEditAsync(First(arguments), cancellationToken);
                case CommandNames.ApplyStaged:
                    return await refactorings.ApplyAsync(First(arguments));
                default:
                    throw new ArgumentException($"the command {request?.Command} is unknown; known are {string.Join(", ", CommandNames.All)}");
            }
        }
        catch (ArgumentException wrong)
        {
            throw new LocalRpcException(wrong.Message) { ErrorCode = InvalidParams };
        }
        catch (Exception failed) when (failed is RefactoringException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new LocalRpcException(failed.Message) { ErrorCode = RequestFailed };
        }

        return null;
    }

    private static JsonElement? First(IReadOnlyList<JsonElement> arguments) => arguments.Count > 0 ? arguments[0] : null;

    private static string IdIn(IReadOnlyList<JsonElement> arguments) => arguments is [{ ValueKind: JsonValueKind.String } id, ..]
        ? id.GetString()!
        : throw new ArgumentException("the first argument has to be the id of a request, as the item's command carries it");

    private static int LengthIn(IReadOnlyList<JsonElement> arguments) =>
        arguments is [_, { ValueKind: JsonValueKind.Number } length, ..] && length.TryGetInt32(out int characters) && characters > 0
            ? characters
            : throw new ArgumentException("the second argument has to be the number of characters taken, 1 or more");

    private void Note(bool isKnown, string command, IReadOnlyList<JsonElement> arguments) =>
        logger.LogInformation("{Command} {Id}{Note}", command, arguments[0].GetString(), isKnown ? "" : ", not remembered");
}
