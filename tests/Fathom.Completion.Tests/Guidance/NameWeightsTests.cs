using CsCheck;
using Fathom.Completion.Guidance;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;
using Fathom.Repository.CSharp;

namespace Fathom.Completion.Tests.Guidance;

public sealed class NameWeightsTests
{
    private static readonly Tokenizer s_tiny = TinyTokenizer.Load();
    private static readonly NameVocabulary s_vocabulary = new(s_tiny);
    private readonly NameWeights _weights = new(s_vocabulary, new GuidanceOptions());

    [Fact]
    public void Only_tokens_through_which_a_valid_name_goes_may_begin_a_certain_name()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        _weights.Apply(Names(NameCertainty.Certain, "Write", "return"), partial: "", spaced: false, logits);

        Assert.True(logits[Token("Wri")] > logits[Token("a")] + 20);
        Assert.True(logits[Token("return")] > logits[Token("a")] + 20);
        Assert.Equal(0, logits[Token("(")]);
    }

    [Fact]
    public void A_certain_name_that_is_begun_goes_on_to_its_end()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        _weights.Apply(Names(NameCertainty.Certain, "Written"), partial: "Wri", spaced: false, logits);

        Assert.True(logits[Token("t")] > logits[Token("x")] + 20);
        Assert.True(logits[Token("t")] > logits[Token("(")] + 20);
    }

    [Fact]
    public void A_whole_name_may_end()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        _weights.Apply(Names(NameCertainty.Certain, "Write", "Writer"), partial: "Write", spaced: false, logits);

        Assert.Equal(0, logits[Token("(")]);
        Assert.True(logits[Token("(")] > logits[Token("x")] + 20);
    }

    [Fact]
    public void Behind_a_space_the_tokens_with_a_space_are_weighed()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        _weights.Apply(Names(NameCertainty.Likely, "rex"), partial: "", spaced: true, logits);
        float[] others = new float[s_tiny.VocabularySize];
        _weights.Apply(Names(NameCertainty.Likely, "Write", "r"), partial: "", spaced: true, others);

        Assert.Equal(0, logits[s_vocabulary.Find("re", spaced: true)]);
        Assert.Equal(0, logits[Token("a")]);
        Assert.Equal(-new GuidanceOptions().Penalty, others[s_vocabulary.Find("re", spaced: true)]);
    }

    [Fact]
    public void A_likely_name_leaves_others_possible()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        _weights.Apply(Names(NameCertainty.Likely, "Write"), partial: "", spaced: false, logits);

        Assert.Equal(0, logits[Token("Wri")]);
        Assert.Equal(-new GuidanceOptions().Penalty, logits[Token("a")]);
    }

    [Fact]
    public void Names_that_are_used_more_weigh_more()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        _weights.Apply(new ValidNames(NameCertainty.Certain, [new("Write", 9), new("return", 1)]), partial: "", spaced: false, logits);

        Assert.True(logits[Token("Write")] > logits[Token("return")]);
    }

    [Fact]
    public void No_token_is_ever_out_of_reach_and_other_signs_stay_as_they_are() =>
        Gen.Select(Gen.String[Gen.Char["abWrite_1"], 1, 6].Array[0, 5], Gen.String[Gen.Char["abW"], 0, 3], Gen.Enum<NameCertainty>(), Gen.Bool).Sample((names, partial, certainty, spaced) =>
        {
            float[] logits = new float[s_tiny.VocabularySize];

            // Samples run side by side, and one NameWeights serves one generation at a time.
            new NameWeights(s_vocabulary, new GuidanceOptions()).Apply(Names(certainty, names), partial, spaced && partial.Length == 0, logits);

            Assert.All(logits, logit => Assert.True(float.IsFinite(logit)));
            Assert.True(partial.Length > 0 || logits[Token("(")] == 0);
        });

    [Fact]
    public void A_beginning_that_no_valid_name_has_is_left_alone()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        _weights.Apply(Names(NameCertainty.Certain, "Write"), partial: "xyz", spaced: false, logits);

        Assert.All(logits, logit => Assert.Equal(0, logit));
    }

    private static ValidNames Names(NameCertainty certainty, params string[] names) =>
        new(certainty, [.. names.Distinct().Select(name => KeyValuePair.Create(name, 1))]);

    private static int Token(string text) => s_tiny.Encode(text).Single();
}
