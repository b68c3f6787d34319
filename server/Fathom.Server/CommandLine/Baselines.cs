using Fathom.Completion;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Evaluation.Baselines;
using Fathom.Completion.Generation;
using Fathom.Inference.Tokenization;
using Fathom.Server.Models;

namespace Fathom.Server.CommandLine;

/// <summary>What an evaluation compares a model with.</summary>
/// <param name="Folders">Folders of other exported models.</param>
/// <param name="Corpus">A corpus whose n-grams are counted, or null.</param>
internal sealed record Baselines(IReadOnlyList<string> Folders, string? Corpus)
{
    /// <summary>Answers the cases with every baseline, one after another.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="settings">The settings of the evaluated model.</param>
    /// <param name="model">The evaluated model: other models read as much context, n-grams are counted over its tokens.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<EvaluationReport>> EvaluateAsync(
        IReadOnlyList<EvaluationCase> cases, CompletionSettings settings, ModelChoice model, CancellationToken cancellationToken)
    {
        var reports = new List<EvaluationReport>();
        foreach (string folder in Folders)
        {
            ICompletionModel other = EmbeddedModel.Load(model with { Folder = folder });
            await EmbeddedModel.WarmUpAsync(other);
            reports.Add(await ReportAsync(other, cases, settings, cancellationToken));
        }

        if (Corpus is not null)
        {
            Tokenizer tokenizer = Tokenizer.Load(Path.Combine(EmbeddedModel.FolderOf(model), "tokenizer.json"));
            reports.Add(await ReportAsync(NGramModel.Count(Corpus, tokenizer, cancellationToken), cases, settings, cancellationToken));
        }

        return reports;
    }

    private static async Task<EvaluationReport> ReportAsync(
        ICompletionModel model, IReadOnlyList<EvaluationCase> cases, CompletionSettings settings, CancellationToken cancellationToken)
    {
        var evaluator = new Evaluator(model, settings, TimeProvider.System);
        return EvaluationReport.Of(model.Name, settings.Confidence, await EvaluationProgress.RunAsync(evaluator, cases, cancellationToken));
    }
}
