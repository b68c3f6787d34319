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
        CompletionAnswer answer = await CompleteAsync(new SilentModel(text), level);

        Assert.Equal(outcome, answer.Outcome);
    }

    [Fact]
    public async Task A_suggestion_that_was_repaired_is_as_sure_as_its_tokens()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("return", " prices.Length"));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url));

        CompletionAnswer answer = await CompleteAsync(model, ConfidenceLevel.Balanced);

        Suggestion suggestion = Assert.Single(answer.Suggestions);
        Assert.Equal("return prices.Length;", suggestion.Inserted);
        Assert.Equal(Math.Exp(-0.5), suggestion.Confidence, 5);
    }

    private static Task<CompletionAnswer> CompleteAsync(ICompletionModel model, ConfidenceLevel level)
    {
        string source = "class Cart\n{\n    int[] prices = [];\n\n    int Sum()\n    {\n        \n    }\n}\n";
        var request = new CompletionRequest(
            new CompletionDocument("1", "Cart.cs", "file", "csharp", source), source.IndexOf("        \n", StringComparison.Ordinal) + 8, CompletionTrigger.Automatic);
        CompletionSettings settings = CompletionSettings.Default with { Confidence = level, TimeBudgetMilliseconds = 30_000 };
        return new CompletionPipeline().CompleteAsync(request, settings, ModelState.Ready(model), TestContext.Current.CancellationToken);
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
