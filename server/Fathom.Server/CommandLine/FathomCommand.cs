using System.CommandLine;
using Fathom.Refactoring;
using Fathom.Server.Models;

namespace Fathom.Server.CommandLine;

/// <summary>The command <c>fathom</c>.</summary>
internal static class FathomCommand
{
    // What shells report of a program that an interrupt has ended.
    internal const int Interrupted = 130;

    /// <summary>Parses and runs a command line.</summary>
    /// <returns>The exit code: 0 on success, 1 after one sentence on standard error, 130 where the user has interrupted.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Completes code with a model that runs in this process, or elsewhere where you say so.")
        {
            ServeCommand.Create(),
            CompleteCommand.Create(),
            ExportCommand.Create(),
            ModelCommand.Create(),
            BackendCommand.Create(),
            CasesCommand.Create(),
            EvalCommand.Create(),
            CalibrateCommand.Create(),
            CalibrateCacheCommand.Create(),
            IndexCommand.Create(),
            ContextCommand.Create(),
            SearchCommand.Create(),
            ReplaceCommand.Create(),
            RenameCommand.Create(),
            EditCommand.Create(),
        };
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(10) };
        return await EndInOneSentenceAsync(async () =>
        {
            ParseResult command = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (command.Errors.Count > 0)
            {
                await Console.Error.WriteLineAsync($"fathom: {command.Errors[0].Message} 'fathom --help' lists the commands and options.");
                return 1;
            }

            return await command.InvokeAsync(configuration);
        });
    }

    /// <summary>Runs a command; what it throws becomes a sentence on standard error and an exit code.</summary>
    internal static async Task<int> EndInOneSentenceAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("fathom: interrupted before it was done.");
            return Interrupted;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or RefactoringException or LibGit2Sharp.LibGit2SharpException)
        {
            await Console.Error.WriteLineAsync($"fathom: {failure.Message}");
            return 1;
        }
        catch (Exception failure) when (MissingRuntime.IsReasonOf(failure))
        {
            await Console.Error.WriteLineAsync($"fathom: {MissingRuntime.Sentence}");
            return 1;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"fathom: a fault of Fathom itself ended the command, please report it: {failure.GetType().Name}, {failure.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }
}
