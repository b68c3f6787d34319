using System.Runtime.CompilerServices;
using Fathom.Completion;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Tests;

/// <summary>What is shown of a model that does not tell how sure it is.</summary>
public sealed class ConfidenceTests
{
    [Theory]
    [InlineData("return prices.Length;", ConfidenceLevel.Quiet, CompletionOutcome.Shown)]
    [InlineData("return prices\n            .Where(price => price > 0)\n            .Sum();", ConfidenceLevel.Balanced, CompletionOutcome.Shown)]
    [InlineData("return prices\n            .Where(price => price > 0)\n            .Sum();", ConfidenceLevel.Quiet, CompletionOutcome.LowConfidence)]
    public async Task The_form_of_a_suggestion_decides(string text, ConfidenceLevel level, CompletionOutcome outcome)
    {
        string source = "class Cart\n{\n    int[] prices = [];\n\n    int Sum()\n    {\n        \n    }\n}\n";
        var request = new CompletionRequest(
            new CompletionDocument("1", "Cart.cs", "file", "csharp", source), source.IndexOf("        \n", StringComparison.Ordinal) + 8, CompletionTrigger.Automatic);

        CompletionAnswer answer = await new CompletionPipeline().CompleteAsync(
            request, CompletionSettings.Default with { Confidence = level }, ModelState.Ready(new SilentModel(text)), TestContext.Current.CancellationToken);

        Assert.Equal(outcome, answer.Outcome);
    }

    /// <summary>Stands in for a server whose answers tell no probabilities.</summary>
    private sealed class SilentModel(string text) : ICompletionModel
    {
        public string Name => "silent";

        public async IAsyncEnumerable<GeneratedPiece> GenerateAsync(
            CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            yield return new GeneratedPiece(text, 1, null);
            yield return new GeneratedPiece("", 0, null, IsEnd: true);
        }

        public ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
