using System.CommandLine;
using System.Globalization;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Evaluation.Calibration;
using Fathom.Completion.Generation;
using Fathom.Inference.TokenCache;
using Fathom.Repository.Files;
using Fathom.Server.Models;
using Fathom.Server.Workspaces;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom calibrate-cache</c>: learns from cases how far a model's cache of the document and the repository is to be believed.</summary>
internal static class CalibrateCacheCommand
{
    public static Command Create()
    {
        var cases = new Option<string>("--cases") { Description = "Cases of code that the model was not trained on; 'fathom cases' makes them.", Required = true, HelpName = "FILE" };
        var repository = new Option<string?>("--repository") { Description = "The folder that the cases come from: what is learned holds for its other files too.", HelpName = "DIR" };
        var output = new Option<string>("--out") { Description = $"The weights to write; the model uses them as {CacheWeightsFile.Name} in its folder.", Required = true, HelpName = "FILE" };
        var model = new ModelOptions();
        var command = new Command("calibrate-cache", "Learn how far what stands in the document and the repository is to be believed beside a model.") { cases, repository, output };
        model.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(cases), result.GetValue(repository), result.GetRequiredValue(output), model.Read(result), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string file, string? repository, string output, ModelChoice choice, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationCase> cases = CaseFile.Read(file);
        var model = (EmbeddedCompletionModel)EmbeddedModel.Load(choice);
        var calibrator = new CacheCalibrator(model);
        await ObserveAsync("document", calibrator, cases, cancellationToken);
        if (repository is not null)
        {
            using RepositoryFiles files = RepositoryFiles.Open(repository);
            CacheFeed.PutAll(model, files, cancellationToken);
            await ObserveAsync("repository", calibrator, cases, cancellationToken);
        }

        CacheCalibration result = await ShownProgress.RunAsync("weights", advance => Task.Run(() => calibrator.Fit(advance, cancellationToken), cancellationToken));
        CacheWeightsFile.Write(output, result.Weights);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Name}: {result.Tokens:N0} tokens of {cases.Count:N0} cases; against the weights it has, {result.BitsSaved:F3} bits a token less (each half of the files by a fit to the other)"));
        return 0;
    }

    private static Task ObserveAsync(string name, CacheCalibrator calibrator, IReadOnlyList<EvaluationCase> cases, CancellationToken cancellationToken) =>
        ShownProgress.RunAsync(name, advance => Task.Run(
            () =>
            {
                foreach ((int i, EvaluationCase one) in cases.Index())
                {
                    calibrator.Observe(one, cancellationToken);
                    advance((i + 1d) / cases.Count);
                }

                return true;
            },
            cancellationToken));
}
