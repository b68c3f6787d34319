using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Repository.Files;
using Microsoft.Extensions.AI;

namespace Fathom.Refactoring.Instructions;

/// <summary>An edit that a model plans from an instruction and makes with exact tools, step by step, in memory. What comes of it is a change set like any other.</summary>
public static class InstructedEdit
{
    /// <summary>Most turns of the model.</summary>
    public const int MostTurns = 80;

    private const string System = """
        You edit a C# repository with the tools you are given. Nothing you do touches the disk: the user sees the whole edit as a diff first.
        Find out what you need with the search tools before you edit. Prefer replace_code and rename, which are exact and reach all C# sources, to replace_text.
        The other tools work on every text file: C#, project files, settings, documentation. create_file and delete_file make and delete files. Nothing but C# is compiled, and projects are not read again when their files change.
        Patterns are C# with placeholders: $name is one expression, type, statement or name, $name... is any number of arguments, parameters, statements or elements.
        After every edit the compiler says which errors are new; mend them before you end. Change nothing that the instruction does not ask for.
        When all is done, answer with one short paragraph on what you changed and what you left, and call no tool.
        """;

    /// <summary>Has a model make an edit.</summary>
    /// <param name="workspace">The projects.</param>
    /// <param name="files">The folder's gate: what it does not let pass is shown to no model.</param>
    /// <param name="mayShow">False for the path of a file that the user keeps from models.</param>
    /// <param name="model">The model.</param>
    /// <param name="instruction">What is to be done, in the user's words.</param>
    /// <param name="progress">Told of every step, a few words each.</param>
    /// <param name="cancellationToken">Ends it; nothing comes of it then.</param>
    /// <returns>The edits, and the model's own words on them.</returns>
    /// <exception cref="RefactoringException">The model came to no end.</exception>
    /// <exception cref="IOException">The model could not be asked.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<(ChangeSet Changes, string? Summary)> StageAsync(
        EditableWorkspace workspace, RepositoryFiles files, Func<string, bool> mayShow, IChatClient model, string instruction, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var session = new EditSession(workspace, files, mayShow, progress);
        using var client = new FunctionInvokingChatClient(model)
        {
            MaximumIterationsPerRequest = MostTurns,

            // Arguments that cannot be read are told to the model each time; the turns are bounded as they are.
            MaximumConsecutiveErrorsPerRequest = MostTurns,
            AllowConcurrentInvocation = false,
            IncludeDetailedErrors = true,
        };
        ChatResponse answer = await client.GetResponseAsync(
            [new ChatMessage(ChatRole.System, System), new ChatMessage(ChatRole.User, instruction)],
            new ChatOptions { Tools = [.. FileTools.Of(session), .. CodeTools.Of(session)] },
            cancellationToken);
        if (answer.Messages is [.., var last] && last.Contents.Any(content => content is FunctionCallContent or FunctionResultContent))
        {
            throw new RefactoringException($"The model came to no end in {MostTurns} turns; ask for a smaller edit.");
        }

        string title = instruction.Length > 60 ? instruction[..60] + "…" : instruction;
        return (await session.ChangesAsync(title, cancellationToken), answer.Messages[^1].Text.Trim());
    }
}
