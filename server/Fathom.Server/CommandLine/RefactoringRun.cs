using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Repository.Files;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary>One edit of a repository on the command line: read, staged, shown, and written where that was asked for.</summary>
internal static class RefactoringRun
{
    /// <summary>Stages an edit, shows it, and does what was decided.</summary>
    /// <returns>The exit code: 0, or 1 where the edit was refused.</returns>
    public static async Task<int> EditAsync(
        string folder, Func<RepositoryFiles, EditableWorkspace, Action<string>, Task<ChangeSet>> stage, Func<ChangeSet, AfterStaging> decide, CancellationToken cancellationToken)
    {
        using RepositoryFiles files = RepositoryFiles.Open(folder);
        ChangeSet changes = await ShownAsync(files, (workspace, tell) => stage(files, workspace, tell), cancellationToken);
        AfterStaging decision = decide(changes);
        if (decision == AfterStaging.Written)
        {
            ChangeWriter.Write(files, changes);
        }

        ChangeSetPrinter.Print(changes, decision);
        return decision == AfterStaging.Refused ? 1 : 0;
    }

    /// <summary>Reads the projects and asks about them; who is asked may tell of steps on standard error. A spinner goes to standard error, and only to a terminal.</summary>
    public static async Task<T> ShownAsync<T>(RepositoryFiles files, Func<EditableWorkspace, Action<string>, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected)
        {
            using EditableWorkspace workspace = EditableWorkspace.Load(files, _ => null, cancellationToken);
            return await ask(workspace, Console.Error.WriteLine);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Status().StartAsync("reading the projects", async status =>
        {
            using EditableWorkspace workspace = EditableWorkspace.Load(files, _ => null, cancellationToken);
            status.Status($"looking through {workspace.Sources.Count} sources, compiling what changes");
            return await ask(workspace, line => console.WriteLine(line));
        });
    }
}
