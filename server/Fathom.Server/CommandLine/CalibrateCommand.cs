using System.CommandLine;
using System.Globalization;
using Fathom.Completion;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Evaluation.Calibration;
using Fathom.Completion.Generation;
using Fathom.Completion.Ranking;
using Fathom.Server.Models;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom calibrate</c>: learns from cases which of a model's suggestions are worth showing.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var cases = new Option<string>("--cases") { Description = "Cases of code that the model was not trained on; 'fathom cases' makes them.", Required = true, HelpName = "FILE" };
        var output = new Option<string>("--out") { Description = $"The filter to write; the model uses it as {ShowFilterFile.Name} in its folder.", Required = true, HelpName = "FILE" };
        var diagram = new Option<string?>("--diagram") { Description = "Draw what the filter foretells against what is right.", HelpName = "FILE.svg" };
        var model = new ModelOptions();
        var command = new Command("calibrate", "Learn which of a model's suggestions are worth showing.") { cases, output, diagram };
        model.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(cases), result.GetRequiredValue(output), result.GetValue(diagram), model.Read(result), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string file, string output, string? diagram, ModelChoice choice, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> cases = CaseFile.Read(file);
        ICompletionModel model = EmbeddedModel.Load(choice);
        var evaluator = new Evaluator(model, CompletionSettings.Default, TimeProvider.System);
        CalibrationResult result = Calibrator.Calibrate(await EvaluationProgress.RunAsync(evaluator, cases, cancellationToken));
        ShowFilterFile.Write(output, result.Filter);
        if (diagram is not null)
        {
            await File.WriteAllTextAsync(diagram, ReliabilityDiagram.Draw(model.Name, result.Bins, result.Choices), cancellationToken);
        }

        Print(model.Name, result, AnsiConsole.Console);
        return 0;
    }

    private static void Print(string model, CalibrationResult result, IAnsiConsole console)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("setting", "threshold", "shown", "exact of shown");
        foreach (LevelChoice choice in result.Choices)
        {
            table.AddRow(
                choice.Level.ToString().ToLowerInvariant(),
                choice.Threshold.ToString("F3", CultureInfo.InvariantCulture),
                (100 * choice.Shown).ToString("F1", CultureInfo.InvariantCulture),
                (100 * choice.Right).ToString("F1", CultureInfo.InvariantCulture));
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model}: {result.Suggestions} suggestions to {result.Cases} cases, area under the curve {result.RankingQuality:F3}; cross-validated, shares in % of the cases as they come in use"));
        console.Write(table);
    }
}
