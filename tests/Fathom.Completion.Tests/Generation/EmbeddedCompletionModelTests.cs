using Fathom.Completion.Generation;
using Fathom.Inference;
using Fathom.Inference.Tests.Models;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Generation;

public sealed class EmbeddedCompletionModelTests : IDisposable
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();
    private static readonly GenerationOptions Short = new(MaximumTokens: 6);

    private readonly EmbeddedCompletionModel _model = Load();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Typing_on_gives_the_text_that_a_fresh_model_gives()
    {
        string text = "class A\n{\n    public int Count() => ";
        foreach (char typed in "Wri(x)")
        {
            text += typed;
            using EmbeddedCompletionModel fresh = Load();

            Assert.Equal(await CompleteAsync(fresh, text), await CompleteAsync(_model, text));
        }
    }

    [Fact]
    public async Task Reading_a_prompt_ahead_changes_nothing()
    {
        string expected = await CompleteAsync(_model, "return ");
        using EmbeddedCompletionModel fresh = Load();

        await fresh.PrefillAsync(Prompt("return "), TestContext.Current.CancellationToken);

        Assert.Equal(expected, await CompleteAsync(fresh, "return "));
    }

    [Fact]
    public async Task What_the_repository_says_elsewhere_is_said_again()
    {
        const string words = "Write(return, return, number);\n";
        string alone = await CompleteAsync(_model, "\nWrite(return,");

        _model.Cache.PutAll([("b.cs", string.Concat(Enumerable.Repeat($"\n{words}", 20))), ("c.cs", "\n")], threads: 2, TestContext.Current.CancellationToken);
        string withRepository = await CompleteAsync(_model, "\nWrite(return,");
        _model.Cache.Put("b.cs", "");
        string afterEdit = await CompleteAsync(_model, "\nWrite(return,");

        Assert.StartsWith(" return", withRepository, StringComparison.Ordinal);
        Assert.Equal(alone, afterEdit);
    }

    [Theory]
    [InlineData("src/Shop.Core/Orders/Cart.cs", "class ", "Cart")]
    [InlineData("src/Shop.Core/Orders/Cart.cs", "class Ca", "rt")]
    [InlineData("src/Shop.Core/Orders/Cart.cs", "namespace ", "Shop.Core.Orders")]
    public async Task A_type_is_named_as_its_file_and_a_namespace_as_its_folders(string path, string prefix, string expected)
    {
        string text = await CompleteAsync(_model, new CompletionPrompt(path, $"using System;\n\n{prefix}", "\n", []), new GenerationOptions(MaximumTokens: 20));

        Assert.StartsWith(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\n    ")]
    public async Task An_answer_begins_with_one_of_the_words_that_are_asked_for(string prefix)
    {
        CompletionPrompt prompt = new("a.cs", $"class A\n{{{prefix}", "\n}\n", []) { FirstWords = ["return", "public"] };

        string text = await CompleteAsync(_model, prompt, Short);

        Assert.Matches("^(return|public)", text);
    }

    [Theory]
    [InlineData("return ")]
    [InlineData("return nu")]
    [InlineData("\nWrite(return,")]
    public async Task A_second_choice_differs_where_it_is_asked_to(string prefix)
    {
        string first = await CompleteAsync(_model, prefix);
        string avoided = first[..(first.Length / 2)];

        string second = await CompleteAsync(_model, Prompt(prefix), Short with { Avoided = avoided });
        string again = await CompleteAsync(_model, prefix);

        Assert.False(second.StartsWith(avoided, StringComparison.Ordinal), second);
        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Without_the_cache_the_choice_is_the_models_alone()
    {
        using EmbeddedCompletionModel plain = Load();
        plain.Cache.IsEnabled = false;
        string expected = await CompleteAsync(plain, "\nWrite(return,");

        plain.Cache.Put("b.cs", string.Concat(Enumerable.Repeat("\nWrite(return, return);", 20)));

        Assert.Equal(expected, await CompleteAsync(plain, "\nWrite(return,"));
    }

    [Theory]
    [InlineData(true, "src/A.cs", "\nWrite(return, return);", true)]
    [InlineData(true, "src/B.cs", "\nWrite(return, return);", false)]
    [InlineData(true, "src/A.cs", "\nRead(return, return);", false)]
    [InlineData(false, "src/A.cs", "\nWrite(return, return);", false)]
    public async Task The_cache_learns_from_what_came_where_it_was_asked(bool learns, string path, string written, bool expected)
    {
        _model.Cache.Learns = learns;
        _model.Cache.Put("src/C.cs", string.Concat(Enumerable.Repeat("\nWrite(return, return);", 20)));
        await CompleteAsync(_model, "\nWrite(return,");

        _model.Cache.Came(path, written);

        Assert.Equal(expected, _model.Cache.Learned.Now.ToArray().Any(odds => odds != 0));
    }

    [Fact]
    public async Task However_many_texts_were_sampled_the_cache_learns_from_the_likeliest()
    {
        const string asked = "\nWrite(return,";
        using EmbeddedCompletionModel once = Load();
        string[] texts = new string[2];
        foreach ((int index, EmbeddedCompletionModel model) in new[] { once, _model }.Index())
        {
            model.Cache.Learns = true;
            model.Cache.Put("src/C.cs", string.Concat(Enumerable.Repeat("\nWrite(return, return, number);", 20)));
            CompletionPrompt prompt = Prompt(asked);
            texts[index] = await CompleteAsync(model, prompt, Short);
            for (int seed = 1; seed < 4 && model == _model; seed++)
            {
                Assert.NotEqual(texts[index], await CompleteAsync(model, prompt, Short with { Temperature = 50, Seed = seed }));
            }

            model.Cache.Came("src/A.cs", asked + texts[index]);
        }

        Assert.Equal(texts[0], texts[1]);
        Assert.Contains(once.Cache.Learned.Now.ToArray(), odds => odds != 0);
        Assert.Equal(once.Cache.Learned.Now.ToArray(), _model.Cache.Learned.Now.ToArray());
    }

    [Fact]
    public async Task A_sampled_text_reads_the_document_and_the_repository_as_the_likeliest_text_did()
    {
        GenerationOptions sampled = Short with { Temperature = 0.01f, Seed = 1 };
        CompletionPrompt prompt = Prompt("\nWrite(return,");
        await CompleteAsync(_model, prompt, Short);
        string before = await CompleteAsync(_model, prompt, sampled);

        _model.Cache.Put("b.cs", string.Concat(Enumerable.Repeat("\nWrite(return, return, number);\n", 20)));

        Assert.Equal(before, await CompleteAsync(_model, prompt, sampled));
        Assert.NotEqual(before, await CompleteAsync(_model, Prompt("\nWrite(return,"), sampled));
    }

    [Fact]
    public async Task Requests_at_the_same_time_take_turns()
    {
        string[] texts = ["return ", "Write(", "if (x)\n   ", "a.b"];
        string[] expected = new string[texts.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            expected[i] = await CompleteAsync(_model, texts[i]);
        }

        string[] actual = await Task.WhenAll(texts.Select(text => CompleteAsync(_model, text)));

        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task A_cancelled_request_ends_and_the_next_one_is_served()
    {
        using CancellationTokenSource cancellation = new();
        int pieces = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (GeneratedPiece _ in _model.GenerateAsync(Prompt("return "), new GenerationOptions(200, Temperature: 1), cancellation.Token))
            {
                pieces++;
                await cancellation.CancelAsync();
            }
        });

        Assert.InRange(pieces, 1, 199);
        Assert.NotEmpty(await CompleteAsync(_model, "return "));
    }

    [Fact]
    public async Task A_consumer_that_has_enough_frees_the_model()
    {
        await foreach (GeneratedPiece piece in _model.GenerateAsync(Prompt("x"), new GenerationOptions(400), TestContext.Current.CancellationToken))
        {
            Assert.True(piece.LogProbability <= 0);
            break;
        }

        Assert.NotEmpty(await CompleteAsync(_model, "return "));
    }

    [Fact]
    public void Says_that_a_tokenizer_is_of_another_model()
    {
        using LanguageModel small = LanguageModel.Load(ExportedModel.Tiny("small vocabulary", configuration => configuration["vocab_size"] = 100));

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => new EmbeddedCompletionModel(small, Tiny));

        Assert.Contains("they are of different models", exception.Message);
    }

    private static EmbeddedCompletionModel Load() => new(
        LanguageModel.Load(ExportedModel.Tiny("completion", configuration => configuration["vocab_size"] = Tiny.VocabularySize)), Tiny);

    private static CompletionPrompt Prompt(string prefix) => new("src/A.cs", prefix, ";\n}\n", []);

    private static Task<string> CompleteAsync(EmbeddedCompletionModel model, string prefix) => CompleteAsync(model, Prompt(prefix), Short);

    private static async Task<string> CompleteAsync(EmbeddedCompletionModel model, CompletionPrompt prompt, GenerationOptions options)
    {
        string text = "";
        await foreach (GeneratedPiece piece in model.GenerateAsync(prompt, options, TestContext.Current.CancellationToken))
        {
            text += piece.Text;
        }

        return text;
    }
}
