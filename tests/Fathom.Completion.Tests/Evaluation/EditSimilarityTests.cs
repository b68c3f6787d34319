using CsCheck;
using Fathom.Completion.Evaluation;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class EditSimilarityTests
{
    [Theory]
    [InlineData("", "", 1.0)]
    [InlineData("total", "total", 1.0)]
    [InlineData("abc", "xyz", 0.0)]
    [InlineData("", "abc", 0.0)]
    [InlineData("kitten", "sitting", 4.0 / 7)]
    [InlineData("item.Price", "item.Prices", 10.0 / 11)]
    public void Similarity_is_one_less_the_distance_over_the_longer_length(string left, string right, double expected) =>
        Assert.Equal(expected, EditSimilarity.Of(left, right), 12);

    [Fact]
    public void Similarity_is_symmetric_and_full_only_for_equal_texts() =>
        Gen.Select(Gen.String[Gen.Char["abc"], 0, 12], Gen.String[Gen.Char["abc"], 0, 12]).Sample((left, right) =>
        {
            double similarity = EditSimilarity.Of(left, right);
            Assert.Equal(similarity, EditSimilarity.Of(right, left));
            Assert.InRange(similarity, 0, 1);
            Assert.Equal(left == right, similarity == 1);
        });
}
