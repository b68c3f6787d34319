using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Tests.Tokenization;

/// <summary>Parity with Hugging Face tokenizers on the vocabulary that DeepSeek-V4 keeps.</summary>
public sealed class DeepSeekVocabularyTests
{
    private static readonly string TokenizerPath =
        Path.Combine(RepositoryFolder.Root, "node_modules", "@lenml", "tokenizer-deepseek_v3", "models", "tokenizer.json");

    private static readonly Lazy<Tokenizer> DeepSeek = new(() => Tokenizer.Load(TokenizerPath));

    public static TheoryData<string, int[]> Golden() => GoldenTokens.Read("deepseek_v3.json");

    [Theory]
    [MemberData(nameof(Golden))]
    public void Gives_the_ids_of_the_reference_and_decodes_them_to_the_text(string text, int[] expected)
    {
        SkipWithoutVocabulary();

        List<int> ids = DeepSeek.Value.EncodeWithControlTokens(text);

        Assert.Equal(expected, ids);
        Assert.Equal(text, DeepSeek.Value.Decode([.. ids]));
    }

    [Fact]
    public void User_text_is_never_a_control_token()
    {
        SkipWithoutVocabulary();
        HashSet<int> controls = [.. DeepSeek.Value.AddedTokens.Select(token => token.Id)];

        foreach (AddedToken token in DeepSeek.Value.AddedTokens)
        {
            Assert.DoesNotContain(DeepSeek.Value.Encode(token.Content), controls.Contains);
        }
    }

    [Theory]
    [InlineData("<｜User｜>你好<｜Assistant｜>推理<｜end▁of▁sentence｜>", new[] { 128803, 30594, 128804, 36101, 1 })]
    [InlineData("Hello!", new[] { 19923, 3 })]
    public void Gives_the_check_vectors_of_the_specification(string text, int[] expected)
    {
        SkipWithoutVocabulary();

        Assert.Equal(expected, DeepSeek.Value.EncodeWithControlTokens(text));
    }

    private static void SkipWithoutVocabulary() =>
        Assert.SkipUnless(File.Exists(TokenizerPath), "The DeepSeek vocabulary is not installed; npm install brings it.");
}
