using System.CommandLine;
using Fathom.Backends;
using Fathom.Backends.Chat;
using Fathom.Completion;
using Fathom.Refactoring.Instructions;
using Fathom.Server.Workspaces;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom edit</c>: a model that runs elsewhere edits the repository as an instruction says, with exact tools.</summary>
internal static class EditCommand
{
    public static Command Create()
    {
        var instruction = new Argument<string>("INSTRUCTION") { Description = "What is to be done, in your words." };
        var model = new ModelOptions(ModelPlace.Elsewhere);
        var options = new RefactoringOptions();
        var command = new Command("edit", "Have a model that runs elsewhere edit a repository; shows the edit and what the compiler says of it.")
        {
            instruction, options.Repository, options.Apply, options.EvenSo,
        };
        model.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            if (model.Read(result).Backend is not { } backend)
            {
                throw new InvalidDataException("The model inside is too small to plan an edit; name one that runs elsewhere with --backend, --url and --model. What it reads of the repository is sent there.");
            }

            string folder = options.Folder(result);
            if (result.GetValue(options.Repository) is null && !RepositoryService.IsProject(Path.GetFullPath(folder)))
            {
                throw new InvalidDataException($"{folder} is a whole disk or your home; a model elsewhere would read it. Change into a project, or name the folder with --repository.");
            }

            using var chat = new RemoteChatModel(BackendSettings.Of(backend, Environment.GetEnvironmentVariable));
            string? summary = null;
            int code = await RefactoringRun.EditAsync(
                folder,
                async (files, workspace, tell) =>
                {
                    (var changes, summary) = await InstructedEdit.StageAsync(workspace, files, path => !CompletionSettings.Default.IsExcluded(path), chat, result.GetRequiredValue(instruction), new Steps(tell), cancellationToken);
                    return changes;
                },
                options.Decision(result),
                cancellationToken);
            await Console.Error.WriteLineAsync(Plain(summary ?? ""));
            return code;
        });
        return command;
    }

    /// <summary>What a model says, without what a terminal would take for a command.</summary>
    private static string Plain(string said) => string.Concat(said.Where(character => character == '\n' || !char.IsControl(character)));

    /// <summary>One line a step, at once.</summary>
    private sealed class Steps(Action<string> tell) : IProgress<string>
    {
        public void Report(string value) => tell($"· {Plain(value)}");
    }
}
