using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Server.Workspaces;

namespace Fathom.Server.CommandLine;

/// <summary>Makes the evaluators of an evaluation: every model is given the same.</summary>
/// <param name="choice">What is measured.</param>
/// <param name="repository">The repository around the cases, or null.</param>
internal sealed class EvaluatorFactory(EvaluationChoice choice, EvaluatedRepository? repository)
{
    /// <summary>Gives a model the tokens of the repository, and takes it up.</summary>
    public Evaluator Make(ICompletionModel model, CancellationToken cancellationToken)
    {
        switch (choice.Cache)
        {
            case CacheReach.Nothing:
                CacheFeed.Disable(model);
                break;
            case CacheReach.Repository:
                repository?.Feed(model, cancellationToken);
                break;
        }

        if (choice.Learns)
        {
            CacheFeed.Learn(model);
        }

        CompilerService? compiler = repository?.Compiler;
        return new Evaluator(model, choice.Settings, TimeProvider.System, compiler)
        {
            IsTyping = choice.IsTyping,
            CachesContext = choice.Cache == CacheReach.Repository && repository is null,
            Others = repository is not null && choice.Model.ContextTokens > 0
                ? repository.ContextFor(ContextBudget.Of(model, choice.Model.ContextTokens), cancellationToken)
                : null,
        };
    }
}
