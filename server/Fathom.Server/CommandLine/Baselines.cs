using Fathom.Completion.Evaluation;
using Fathom.Completion.Evaluation.Baselines;
using Fathom.Completion.Generation;
using Fathom.Inference.Tokenization;
using Fathom.Server.Models;

namespace Fathom.Server.CommandLine;

/// <summary>What an evaluation compares a model with.</summary>
/// <param name="Folders">Folders of other exported models.</param>
/// <param name="Corpus">A corpus whose n-grams are counted, or null.</param>
/// <param name="RightAnswers">True for the right answers themselves.</param>
internal sealed record Baselines(IReadOnlyList<string> Folders, string? Corpus, bool RightAnswers)
{
    /// <summary>Answers the cases with every baseline, one after another.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="choice">What is measured; n-grams are counted over the tokens of its model.</param>
    /// <param name="evaluators">Gives each what the evaluated model is given.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<EvaluationReport>> EvaluateAsync(
        IReadOnlyList<EvaluationCase> cases, EvaluationChoice choice, EvaluatorFactory evaluators, CancellationToken cancellationToken)
    {
        var reports = new List<EvaluationReport>();
        foreach (string folder in Folders)
        {
            ICompletionModel other = EmbeddedModel.Load(choice.Model with { Folder = folder });
            await EmbeddedModel.WarmUpAsync(other);
            reports.Add(await ReportAsync(other));
        }

        if (Corpus is not null)
        {
            Tokenizer tokenizer = Tokenizer.Load(Path.Combine(EmbeddedModel.FolderOf(choice.Model), "tokenizer.json"));
            reports.Add(await ReportAsync(NGramModel.Count(Corpus, tokenizer, cancellationToken)));
        }

        if (RightAnswers)
        {
            reports.Add(await ReportAsync(new RightAnswers(cases)));
        }

        return reports;

        async Task<EvaluationReport> ReportAsync(ICompletionModel model) => EvaluationReport.Of(
            model.Name, choice.Settings.Confidence, await EvaluationProgress.RunAsync(evaluators.Make(model, cancellationToken), cases, cancellationToken));
    }
}
