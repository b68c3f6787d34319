using System.CommandLine;
using Fathom.Completion;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;
using Fathom.Server.Models;
using Spectre.Console;
using Command = System.CommandLine.Command;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom eval</c>: how good a model's suggestions are, over a file of cases.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var cases = new Option<string>("--cases") { Description = "The cases, one JSON object a line; 'fathom cases' makes them.", Required = true, HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var repository = new Option<string?>("--repository") { Description = "The folder that the cases come from: the model reads what an editor would give it of the other files.", HelpName = "DIR" };
        var contextTokens = new Option<int>("--context-tokens") { Description = "Most tokens of other files that the model reads; 0 by default.", HelpName = "N" };
        contextTokens.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
            {
                result.AddError("--context-tokens has to be 0 or more.");
            }
        });
        var predictions = new Option<string?>("--predictions") { Description = "Write what the model answered, case by case, one JSON object a line.", HelpName = "FILE" };
        var baselines = new Option<string[]>("--baseline") { Description = "Folder of another exported model to compare with; may be given several times.", HelpName = "DIR" };
        var corpus = new Option<string?>("--ngram") { Description = "Compare with a 5-gram model of this corpus, one JSON object with 'text' a line.", HelpName = "FILE" };
        var right = new Option<bool>("--right-answers") { Description = "Compare with the right answers themselves: what they lose, filters and rules take away." };
        var guidance = new Option<bool>("--guidance") { Description = "Let the compiler guide the model to names that are valid; needs --repository." };
        var noCheck = new Option<bool>("--no-check") { Description = "Do not let the compiler bind suggestions before they are shown, as it does with --repository." };
        var noCache = new Option<bool>("--no-cache") { Description = "Leave the choice of tokens to the model alone: no cache of the document's and the repository's own tokens." };
        var noRepositoryCache = new Option<bool>("--no-repository-cache") { Description = "Let the cache hold the document's own tokens alone, not those of --repository or of the files that a case names." };
        var typing = new Option<bool>("--typing") { Description = "Take latencies as of a keystroke in an open document, not as of a document just opened." };
        var learn = new Option<bool>("--learn") { Description = "Let the cache learn from each case once it was judged, as it does from what a user writes: the order of the cases matters then." };
        var model = new ModelOptions(ModelPlace.Anywhere);
        var command = new Command("eval", "Measure suggestions over fill-in-the-middle cases.")
        {
            cases, json, predictions, repository, contextTokens, noCache, noRepositoryCache, guidance, noCheck, typing, learn, baselines, corpus, right,
        };
        model.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            new EvaluationChoice(
                result.GetRequiredValue(cases),
                result.GetValue(repository),
                result.GetValue(noCache) ? CacheReach.Nothing : result.GetValue(noRepositoryCache) ? CacheReach.Document : CacheReach.Repository,
                result.GetValue(typing),
                result.GetValue(learn),
                model.Read(result) with { ContextTokens = result.GetValue(contextTokens) },
                CompletionSettings.Default with { Guidance = result.GetValue(guidance), Check = !result.GetValue(noCheck) }),
            new Baselines(result.GetValue(baselines) ?? [], result.GetValue(corpus), result.GetValue(right)),
            result.GetValue(predictions),
            result.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(EvaluationChoice choice, Baselines baselines, string? predictions, bool json, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> cases = CaseFile.Read(choice.Cases);
        Task warm = Task.Run(CompletionWarmUp.Run, cancellationToken);
        ICompletionModel model = ChosenModel.Load(choice.Model);
        foreach (EvaluationCase one in cases)
        {
            ChosenModel.CheckText(model, one.Path, one.Prefix + one.Expected + one.Suffix);
            foreach (ContextFile other in one.Context ?? [])
            {
                ChosenModel.CheckText(model, other.Path, other.Text);
            }
        }

        if (!model.RunsElsewhere)
        {
            await EmbeddedModel.WarmUpAsync(model);
        }

        await warm;
        using EvaluatedRepository? repository = choice.Repository is { } folder ? EvaluatedRepository.Open(folder, cancellationToken) : null;
        var evaluators = new EvaluatorFactory(choice, repository);
        IReadOnlyList<CaseResult> results = await EvaluationProgress.RunAsync(evaluators.Make(model, cancellationToken), cases, cancellationToken);
        if (predictions is not null)
        {
            PredictionFile.Write(predictions, results);
        }

        EvaluationReport report = EvaluationReport.Of(model.Name, choice.Settings.Confidence, results);
        IReadOnlyList<EvaluationReport> others = await baselines.EvaluateAsync(cases, choice, evaluators, cancellationToken);
        if (json)
        {
            Console.WriteLine(EvaluationReportJson.Write(report, others));
        }
        else
        {
            EvaluationPrinter.Print([report, .. others], AnsiConsole.Console);
        }

        return 0;
    }
}
