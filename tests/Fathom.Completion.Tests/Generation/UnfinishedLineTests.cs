using Fathom.Completion.Generation;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Generation;

public sealed class UnfinishedLineTests
{
    private static readonly Tokenizer s_tiny = TinyTokenizer.Load();

    [Theory]
    [InlineData("    return items", ";", true)]
    [InlineData("    Use(\"a", ";", false)]
    [InlineData("    Use(\"a\\\"", ";", false)]
    [InlineData("    Use(\"a\"", ";", true)]
    [InlineData("    for (int i = 0", ";", false)]
    [InlineData("    return items", ")", false)]
    public void A_semicolon_in_code_becomes_unlikely(string line, string token, bool expected) => Assert.Equal(expected, Lowers(line, token, isHead: false));

    [Theory]
    [InlineData("    ", "[", true)]
    [InlineData("    ", "}", true)]
    [InlineData("    int F(", "[", false)]
    public void The_head_of_a_body_begins_with_no_attribute_and_no_brace(string line, string token, bool expected) => Assert.Equal(expected, Lowers(line, token, isHead: true));

    [Fact]
    public void The_second_line_is_left_alone()
    {
        float[] logits = new float[s_tiny.VocabularySize];
        var prior = new UnfinishedLine("int ", open: "", isHead: true, new LineVocabulary(s_tiny), s_tiny);

        prior.Apply([.. s_tiny.Encode("x\n")], settled: 0, logits);

        Assert.All(logits, logit => Assert.Equal(0, logit));
    }

    private static bool Lowers(string line, string token, bool isHead)
    {
        float[] logits = new float[s_tiny.VocabularySize];
        new UnfinishedLine("class A\n{\n" + line, open: "", isHead, new LineVocabulary(s_tiny), s_tiny).Apply([], settled: 0, logits);
        return logits[Assert.Single(s_tiny.Encode(token))] < 0;
    }
}
