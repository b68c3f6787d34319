using Fathom.Inference.Tests.Models;
using Fathom.Inference.Verification;
using Fathom.OnnxExport;

namespace Fathom.Inference.Tests.Verification;

public sealed class ModelVerificationTests
{
    [Theory]
    [InlineData(7)]
    [InlineData(420)]
    public void The_length_of_the_chunks_does_not_matter(int chunk)
    {
        VerificationResult result = ModelVerification.Run(
            ExportedModel.Golden("float32", WeightOption.Float32), ExportedModel.GoldenOutputs("float32"), options: new() { PrefillChunk = chunk });

        Assert.True(result.Passed, $"{result}");
        Assert.All(result.Hidden, hidden => Assert.True(hidden.IsWithin(1e-2f), $"{hidden}"));
    }

    [Fact]
    public void Says_that_there_is_no_file() => Assert.StartsWith(
        "There is no file nowhere.safetensors;",
        Assert.Throws<InvalidDataException>(() => ModelVerification.Run(ExportedModel.Tiny("four streams"), "nowhere.safetensors")).Message);

    [Fact]
    public void Says_that_the_file_is_of_another_model()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => ModelVerification.Run(ExportedModel.Tiny("four streams"), ExportedModel.GoldenOutputs("float32")));

        Assert.Contains("'prefill_logits'", exception.Message);
        Assert.Contains("[420, 300]", exception.Message);
    }

    [Fact]
    public void A_difference_that_is_no_number_is_never_within_a_tolerance()
    {
        LargestDifference difference = LargestDifference.Between("logits", [1, float.NaN, 3, 9], [1, 2, 3, 4], columns: 2);

        Assert.Equal((0, 1), (difference.Row, difference.Column));
        Assert.False(difference.IsWithin(float.MaxValue));
    }

    [Fact]
    public void Finds_the_largest_difference() =>
        Assert.Equal(new LargestDifference("logits", 5, Row: 1, Column: 1), LargestDifference.Between("logits", [1, 2, 3.5f, 9], [1, 2, 3, 4], columns: 2));
}
