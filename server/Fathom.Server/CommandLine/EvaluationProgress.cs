using Fathom.Completion.Evaluation;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary>Answers cases one after another and shows how far it is.</summary>
internal static class EvaluationProgress
{
    /// <summary>Progress goes to standard error, and only to a terminal: standard output holds the report alone.</summary>
    public static async Task<IReadOnlyList<CaseResult>> RunAsync(
        Evaluator evaluator, IReadOnlyList<EvaluationCase> cases, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected)
        {
            return await RunAsync(evaluator, cases, static () => { }, cancellationToken);
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask bar = progress.AddTask("cases", maxValue: cases.Count);
                return await RunAsync(evaluator, cases, () => bar.Increment(1), cancellationToken);
            });
    }

    private static async Task<IReadOnlyList<CaseResult>> RunAsync(
        Evaluator evaluator, IReadOnlyList<EvaluationCase> cases, Action advance, CancellationToken cancellationToken)
    {
        var results = new List<CaseResult>(cases.Count);
        foreach (EvaluationCase one in cases)
        {
            results.Add(await evaluator.RunAsync(one, cancellationToken));
            advance();
        }

        return results;
    }
}
