using System.CommandLine;
using Fathom.Completion;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using Fathom.Server.Models;
using Fathom.Server.Workspaces;
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
        var guidance = new Option<bool>("--guidance") { Description = "Let the compiler guide the model to names that are valid; needs --repository." };
        var noCheck = new Option<bool>("--no-check") { Description = "Do not let the compiler bind suggestions before they are shown, as it does with --repository." };
        var noCache = new Option<bool>("--no-cache") { Description = "Leave the choice of tokens to the model alone: no cache of the document's and the repository's own tokens." };
        var model = new ModelOptions();
        var command = new Command("eval", "Measure suggestions over fill-in-the-middle cases.")
        {
            cases, json, predictions, repository, contextTokens, noCache, guidance, noCheck, baselines, corpus,
        };
        model.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(cases),
            result.GetValue(json),
            result.GetValue(predictions),
            result.GetValue(repository),
            result.GetValue(noCache),
            model.Read(result) with { ContextTokens = result.GetValue(contextTokens) },
            new Baselines(result.GetValue(baselines) ?? [], result.GetValue(corpus)),
            CompletionSettings.Default with { Guidance = result.GetValue(guidance), Check = !result.GetValue(noCheck) },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string file,
        bool json,
        string? predictions,
        string? repository,
        bool noCache,
        ModelChoice choice,
        Baselines baselines,
        CompletionSettings settings,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> cases = CaseFile.Read(file);
        Task warm = Task.Run(CompletionWarmUp.Run, cancellationToken);
        ICompletionModel model = EmbeddedModel.Load(choice);
        await EmbeddedModel.WarmUpAsync(model);
        await warm;
        if (repository is not null && choice.ContextTokens > 0)
        {
            using RepositoryCases known = RepositoryCases.Open(repository, ContextBudget.Of(model, choice.ContextTokens), cancellationToken);
            cases = [.. cases.Select(one => known.WithContext(one, cancellationToken))];
        }

        if (noCache)
        {
            CacheFeed.Disable(model);
        }
        else if (repository is not null)
        {
            CacheFeed.PutAll(model, repository, cancellationToken);
        }

        CompilerService? compiler = repository is null || settings is { Guidance: false, Check: false } ? null : Compile(repository, cancellationToken);
        IReadOnlyList<CaseResult> results = await EvaluationProgress.RunAsync(new Evaluator(model, settings, TimeProvider.System, compiler), cases, cancellationToken);
        if (predictions is not null)
        {
            PredictionFile.Write(predictions, results);
        }

        EvaluationReport report = EvaluationReport.Of(model.Name, settings.Confidence, results);
        IReadOnlyList<EvaluationReport> others = await baselines.EvaluateAsync(cases, settings, choice, cancellationToken);
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

    private static CompilerService Compile(string repository, CancellationToken cancellationToken)
    {
        var workspace = new CSharpWorkspace();
        using RepositoryFiles files = RepositoryFiles.Open(repository);
        workspace.Load(files.ReadAll(cancellationToken), ProjectFiles.ReadAll(files, cancellationToken), cancellationToken);
        return new CompilerService(workspace);
    }
}
