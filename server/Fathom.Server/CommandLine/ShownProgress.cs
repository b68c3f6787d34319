using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary>Shows how far a command is: on standard error, and only on a terminal, because standard output holds the result alone.</summary>
internal static class ShownProgress
{
    /// <summary>Runs work that reports the share that is done, 0 … 1.</summary>
    public static async Task<T> RunAsync<T>(string name, Func<Action<double>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work(static _ => { });
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask bar = progress.AddTask(name, maxValue: 1);
                return await work(share => bar.Value = share);
            });
    }
}
