using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Tests.Tokenization;

/// <summary>Parity with Hugging Face tokenizers on the vocabulary of the embedded model.</summary>
public sealed class EmbeddedVocabularyTests
{
    private static readonly string TokenizerPath = Path.Combine(RepositoryFolder.Root, "models", "fathom-nano", "tokenizer.json");

    private static readonly Lazy<Tokenizer> Embedded = new(() => Tokenizer.Load(TokenizerPath));

    public static TheoryData<string, int[]> Golden() => GoldenTokens.Read("fathom_nano.json");

    [Theory]
    [MemberData(nameof(Golden))]
    public void Gives_the_ids_of_the_reference_and_decodes_them_to_the_text(string text, int[] expected)
    {
        Assert.True(File.Exists(TokenizerPath), "models/fathom-nano of this repository is not there");

        List<int> ids = Embedded.Value.EncodeWithControlTokens(text);

        Assert.Equal(expected, ids);
        Assert.Equal(text, Embedded.Value.Decode([.. ids]));
    }
}
