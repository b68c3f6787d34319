using System.Collections.Concurrent;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Inference;
using Fathom.Inference.Tests.Models;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;
using Fathom.Repository.CSharp;

namespace Fathom.Completion.Tests.Guidance;

public sealed class GuidedGenerationTests : IDisposable
{
    private static readonly Tokenizer s_tiny = TinyTokenizer.Load();

    private readonly EmbeddedCompletionModel _model = new(
        LanguageModel.Load(ExportedModel.Tiny("guided", configuration => configuration["vocab_size"] = s_tiny.VocabularySize)), s_tiny);

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("x = a.W")]
    [InlineData("x = a.Wri")]
    public async Task Behind_a_dot_the_model_writes_a_valid_name(string prefix)
    {
        var names = new Names(NameCertainty.Certain, "Write", "Written");

        string text = await CompleteAsync(prefix, names);

        Assert.Matches("^x = a\\.(Write|Written)([^\\w]|$)", prefix + text);
    }

    [Fact]
    public async Task Each_place_is_asked_about_once()
    {
        var names = new Names(NameCertainty.Certain, "Write");

        await CompleteAsync("x = a.", names);

        Assert.Single(names.Asked, "x = a.");
        Assert.Equal(names.Asked.Count, names.Asked.Distinct().Count());
    }

    [Theory]
    [InlineData("x = a.")]
    [InlineData("return ")]
    [InlineData("Write(")]
    [InlineData("if (x)\n   ")]
    public async Task Where_nothing_is_known_the_model_writes_what_it_writes_alone(string prefix) =>
        Assert.Equal(await CompleteAsync(prefix, names: null), await CompleteAsync(prefix, new Names(NameCertainty.Unknown)));

    [Fact]
    public async Task What_a_user_has_begun_to_write_stays_even_if_it_is_no_valid_name()
    {
        string guided = await CompleteAsync("x = a.zzz", new Names(NameCertainty.Certain, "Write"));

        Assert.NotEmpty(guided);
        Assert.Equal(await CompleteAsync("x = a.zzz", names: null), guided);
    }

    private async Task<string> CompleteAsync(string prefix, Names? names)
    {
        string text = "";
        if (names is not null)
        {
            names.Prefix = prefix;
        }

        await foreach (GeneratedPiece piece in _model.GenerateAsync(
            new CompletionPrompt("src/A.cs", prefix, ";\n}\n", []), new GenerationOptions(MaximumTokens: 8, Names: names), TestContext.Current.CancellationToken))
        {
            text += piece.Text;
        }

        return text;
    }

    private sealed class Names(NameCertainty certainty, params string[] names) : INameSource
    {
        public string Prefix { get; set; } = "";

        public ConcurrentQueue<string> Asked { get; } = new();

        public Task<ValidNames> FindAsync(int back, string written)
        {
            Asked.Enqueue(Prefix[..^back] + written);
            return Task.FromResult(new ValidNames(certainty, [.. names.Select(name => KeyValuePair.Create(name, 0))]));
        }
    }
}
