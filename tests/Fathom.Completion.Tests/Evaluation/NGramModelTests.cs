using System.Text.Json;
using Fathom.Completion.Evaluation.Baselines;
using Fathom.Completion.Generation;
using Fathom.Inference.Tests;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class NGramModelTests : IDisposable
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_goes_on_as_the_corpus_mostly_does()
    {
        NGramModel model = Count("abcdef\n", "abcdef\n", "abcxyz\n");

        Assert.Equal("def\n", await ContinueAsync(model, "abc"));
        Assert.Equal("yz\n", await ContinueAsync(model, "bcx"));
    }

    [Fact]
    public async Task A_word_that_the_cursor_cuts_is_healed()
    {
        NGramModel model = Count("Write", "Write", "Wr");

        Assert.Equal("ite", await ContinueAsync(model, "Wr"));
    }

    [Fact]
    public void Probabilities_are_those_of_Witten_and_Bell()
    {
        // Behind a: b twice, c once, so N = 3 and T = 2.
        NGramCounts counts = NGramCounts.Of(["ababac"], Tiny, TestContext.Current.CancellationToken);
        float[] logProbabilities = new float[Tiny.VocabularySize];
        int unigrams = 8 + Tiny.VocabularySize;

        counts.Predict([Tiny.ControlToken("<|end|>"), Tiny.Encode("a")[0]], logProbabilities);

        Assert.Equal((2 + (2 * 3.0 / unigrams)) / 5, Math.Exp(logProbabilities[Tiny.Encode("b")[0]]), 1e-6);
        Assert.Equal(1, logProbabilities.Sum(logProbability => Math.Exp(logProbability)), 1e-4);
    }

    [Fact]
    public void A_bad_line_is_named()
    {
        string file = _folder.File("corpus.jsonl");
        File.WriteAllText(file, "{\"text\":\"a\"}\n{\"text\":1}\n");

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => NGramModel.Count(file, Tiny, TestContext.Current.CancellationToken));

        Assert.Equal($"{file}, line 2: every line has to be a JSON object with a string 'text'.", failure.Message);
    }

    private NGramModel Count(params string[] texts)
    {
        string file = _folder.File("corpus.jsonl");
        File.WriteAllLines(file, texts.Select(text => JsonSerializer.Serialize(new { text })));
        return NGramModel.Count(file, Tiny, TestContext.Current.CancellationToken);
    }

    private static async Task<string> ContinueAsync(NGramModel model, string prefix)
    {
        string text = "";
        var prompt = new CompletionPrompt("a.cs", prefix, "", []);
        await foreach (GeneratedPiece piece in model.GenerateAsync(prompt, new GenerationOptions(20), TestContext.Current.CancellationToken))
        {
            text += piece.Text;
        }

        return text;
    }
}
