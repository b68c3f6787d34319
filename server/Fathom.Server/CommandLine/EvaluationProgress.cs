using Fathom.Completion.Evaluation;

namespace Fathom.Server.CommandLine;

/// <summary>Answers cases one after another and shows how far it is.</summary>
internal static class EvaluationProgress
{
    /// <summary>The results, in the order of the cases.</summary>
    public static Task<IReadOnlyList<CaseResult>> RunAsync(Evaluator evaluator, IReadOnlyList<EvaluationCase> cases, CancellationToken cancellationToken) =>
        ShownProgress.RunAsync<IReadOnlyList<CaseResult>>("cases", async advance =>
        {
            var results = new List<CaseResult>(cases.Count);
            foreach (EvaluationCase one in cases)
            {
                results.Add(await evaluator.RunAsync(one, cancellationToken));
                advance((double)results.Count / cases.Count);
            }

            return results;
        });
}
