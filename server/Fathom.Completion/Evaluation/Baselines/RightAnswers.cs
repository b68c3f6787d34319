using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Fathom.Completion.Generation;
using Fathom.Completion.Prompting;

namespace Fathom.Completion.Evaluation.Baselines;

/// <summary>A model that is always right and sure: what it loses was lost by the filters and rules behind it.</summary>
/// <param name="cases">The cases that it is asked.</param>
public sealed partial class RightAnswers(IReadOnlyList<EvaluationCase> cases) : ICompletionModel
{
    private const float Sure = -0.01f;
    private readonly Dictionary<(string Path, string Prefix), string> _expected =
        cases.DistinctBy(one => (one.Path, one.Prefix)).ToDictionary(one => (one.Path, PromptText.Normalize(one.Prefix)), one => PromptText.Normalize(one.Expected));

    /// <inheritdoc/>
    public string Name => "the right answers";

    /// <inheritdoc/>
    public async IAsyncEnumerable<GeneratedPiece> GenerateAsync(
        CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Match piece in Piece().Matches(_expected[(prompt.Path, prompt.Prefix)]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new GeneratedPiece(piece.Value, 1, Sure);
        }

        yield return new GeneratedPiece("", 1, Sure, IsEnd: true);
        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    [GeneratedRegex(@"\w+|\s+|[^\w\s]")]
    private static partial Regex Piece();
}
