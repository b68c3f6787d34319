using System.CommandLine;
using System.Diagnostics;
using Fathom.Completion;
using Fathom.Completion.Generation;
using Fathom.Server.Documents;
using Fathom.Server.Models;
using Command = System.CommandLine.Command;
using Position = Fathom.Server.Protocol.Position;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom complete</c>: one suggestion, on the terminal.</summary>
internal static class CompleteCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The file to complete." };
        var at = new Option<CursorPlace>("--at") { Description = "The cursor, LINE:COLUMN, both from 1.", Required = true, CustomParser = CursorPlace.Parse, HelpName = "LINE:COLUMN" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var model = new ModelOptions(ModelPlace.Anywhere);
        var command = new Command("complete", "Show what Fathom suggests at a place of a file.") { file, at, json };
        model.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(file), result.GetRequiredValue(at), result.GetValue(json), model.Read(result), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string file, CursorPlace place, bool json, ModelChoice choice, CancellationToken cancellationToken)
    {
        string text = await File.ReadAllTextAsync(file, cancellationToken);
        LineIndex lines = LineIndex.Of(text);
        if (place.Line > lines.LineCount)
        {
            throw new InvalidDataException($"{file} has {lines.LineCount} lines; --at names line {place.Line}.");
        }

        int offset = lines.OffsetOf(new Position(place.Line - 1, place.Column - 1));
        string path = Path.GetRelativePath(Directory.GetCurrentDirectory(), file).Replace('\\', '/');
        var document = new CompletionDocument(file, path.StartsWith("../", StringComparison.Ordinal) ? Path.GetFileName(file) : path, "file", "", text);
        var request = new CompletionRequest(document, offset, CompletionTrigger.Invoked);

        Task warm = Task.Run(CompletionWarmUp.Run, cancellationToken);
        ICompletionModel model = ChosenModel.Load(choice);
        ChosenModel.CheckFile(model, file);
        await warm;
        var settings = CompletionSettings.Default with { TimeBudgetMilliseconds = 20_000, Exclude = [] };
        long start = Stopwatch.GetTimestamp();
        CompletionAnswer answer = await new CompletionPipeline().CompleteAsync(request, settings, ModelState.Ready(model), cancellationToken);
        var shown = new ShownCompletion(document, offset, answer, Stopwatch.GetElapsedTime(start));
        if (json)
        {
            CompletionPrinter.PrintJson(shown);
        }
        else
        {
            CompletionPrinter.PrintInPlace(shown);
        }

        return answer.Outcome == CompletionOutcome.ModelFailed ? 1 : 0;
    }
}
