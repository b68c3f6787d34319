using Fathom.Inference.Verification;
using Fathom.OnnxExport;

namespace Fathom.Inference.Tests.Models;

/// <summary>The golden checkpoints give the outputs of the reference implementation.</summary>
public sealed class GoldenModelTests
{
    [Theory]
    [InlineData("float32", WeightOption.Float32)]
    [InlineData("published", WeightOption.Published)]
    [InlineData("published", WeightOption.Float32)]
    public void Gives_the_logits_and_greedy_ids_of_the_reference(string name, WeightOption weights)
    {
        VerificationResult result = ModelVerification.Run(ExportedModel.Golden(name, weights), ExportedModel.GoldenOutputs(name), 1e-3f);

        Assert.All(result.Hidden, hidden => Assert.True(hidden.IsWithin(1e-2f), $"{hidden}"));
        Assert.True(result.Passed, $"{result}");
        Assert.Equal(7, result.Hidden.Count);
    }

    [Fact]
    public void Says_where_a_model_differs()
    {
        VerificationResult result = ModelVerification.Run(
            ExportedModel.Golden("float32", WeightOption.Int4), ExportedModel.GoldenOutputs("float32"), 1e-6f);

        Assert.False(result.Passed);
        Assert.False(result.Prefill.IsWithin(1e-6f));
    }

    // The weights are random, so that every rounding shows and some tokens go to other experts; a trained model is far less sensitive.
    [Theory]
    [InlineData(WeightOption.Int8, 0.01)]
    [InlineData(WeightOption.Int4, 0.05)]
    public void A_quantised_model_expects_its_own_greedy_text_as_much_as_the_reference_expects_its_own(WeightOption weights, double tolerance)
    {
        using LanguageModel reference = LanguageModel.Load(ExportedModel.Golden("float32", WeightOption.Float32));
        using LanguageModel quantised = LanguageModel.Load(ExportedModel.Golden("float32", weights));

        double expected = Greedy.PerplexityOfOwnText(reference, Prompts, tokens: 1000);
        double actual = Greedy.PerplexityOfOwnText(quantised, Prompts, tokens: 1000);

        Assert.Equal(1, actual / expected, tolerance);
    }

    private static int[][] Prompts => [.. Enumerable.Range(1, 8).Select(i => GoldenPrompt.Read()[(i * 40)..(i * 40 + 20)])];
}
