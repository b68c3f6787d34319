using System.Buffers;
using System.Text;
using CsCheck;
using Fathom.Inference.Execution;
using Fathom.Inference.Generation;
using Fathom.Inference.Sampling;
using Fathom.Inference.Tests.Models;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;
using Fathom.Operators.Sequences;

namespace Fathom.Inference.Tests.Generation;

public sealed class TextGeneratorTests : IDisposable
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    private static readonly string s_folder = ExportedModel.Tiny("generator", configuration => configuration["vocab_size"] = Tiny.VocabularySize);

    private readonly LanguageModel _model = LanguageModel.Load(s_folder);

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("x = Wri")]
    [InlineData("if (a)\n   ")]
    [InlineData("return numb")]
    [InlineData("f(")]
    [InlineData("é")]
    public void The_text_begins_exactly_at_the_cursor_with_the_tokens_that_the_model_prefers(string text)
    {
        List<int> ids = [];
        int settled = Math.Max(1, Tiny.EncodeWithLastPiece(text, ids));
        using TextGenerator generator = new(_model, Tiny);

        string generated = Generate(generator, new Prompt(ids.ToArray(), settled), tokens: 8);

        Assert.Equal(PreferredText(ids[..settled], text, tokens: 8), generated);
    }

    [Fact]
    public void Prompts_that_begin_like_earlier_ones_give_the_text_that_they_give_alone() =>
        Gen.OneOf("return x;\n", "Write(", "}", "aaaa", "\n   ", "é").Array[1, 8].Select(string.Concat).Array[6].Sample(
            texts =>
            {
                using TextGenerator warm = new(_model, Tiny, cachedPrompts: 2);
                foreach (string text in texts)
                {
                    using TextGenerator cold = new(_model, Tiny);
                    Prompt prompt = new(Tiny.Encode(text).ToArray());

                    Assert.Equal(Generate(cold, prompt, tokens: 4), Generate(warm, prompt, tokens: 4));
                }
            },
            iter: 15,
            threads: 1);

    [Fact]
    public void A_prior_weighs_every_token_after_those_before_it()
    {
        int wanted = Tiny.Encode("x")[0];
        int[] prompt = [.. Tiny.Encode("return Write(")];
        var prior = new OneToken(wanted);
        using TextGenerator generator = new(_model, Tiny);
        var request = new GenerationRequest { Prompt = new Prompt(prompt), MaximumTokens = 3, Priors = [prior] };

        string text = string.Concat(generator.Generate(request).Select(token => token.Text));

        Assert.Equal("xxx", text);
        Assert.Equal([[.. prompt], [.. prompt, wanted], [.. prompt, wanted, wanted]], prior.Seen);
    }

    [Fact]
    public void Drafts_right_or_wrong_change_no_token() =>
        Gen.Select(Gen.OneOf("return x;\n", "Write(", "}", "aa").Array[1, 6].Select(string.Concat), Gen.Int[0, 1000], Gen.Bool).Sample(
            (text, seed, isGreedy) =>
            {
                GenerationRequest request = new()
                {
                    Prompt = new Prompt(Tiny.Encode(text).ToArray()),
                    MaximumTokens = 24,
                    Sampling = new SamplingOptions { Temperature = isGreedy ? 0 : 1, Seed = seed },
                };
                using TextGenerator alone = new(_model, Tiny);
                GeneratedToken[] undrafted = [.. alone.Generate(request)];
                int[] chosen = [.. Tiny.Encode(string.Concat(undrafted.Select(step => step.Text)))];
                using TextGenerator generator = new(_model, Tiny);

                GeneratedToken[] drafted = [.. generator.Generate(request with { Drafts = new HalfRight(chosen, seed) })];
                GeneratedToken[] next = [.. generator.Generate(request)];

                Assert.Equal(undrafted, drafted);
                Assert.Equal(undrafted, next);
            },
            iter: 30,
            threads: 1);

    [Fact]
    public void Right_drafts_save_runs()
    {
        Prompt prompt = new(Tiny.Encode("return Write(").ToArray());
        using TextGenerator generator = new(_model, Tiny);
        var source = new Repetition(Tiny.Encode("x")[0]);
        var request = new GenerationRequest { Prompt = prompt, MaximumTokens = 30, Priors = [new OneToken(Tiny.Encode("x")[0])], Drafts = source };

        string text = string.Concat(generator.Generate(request).Select(step => step.Text));

        Assert.Equal(new string('x', 30), text);
        Assert.True(source.Asked < 30);
        Assert.True(generator.Drafts.Right > 0);
    }

    [Fact]
    public void A_cancelled_generation_leaves_nothing_behind()
    {
        Prompt prompt = new(Tiny.Encode("return Write(").ToArray());
        using TextGenerator generator = new(_model, Tiny);
        using CancellationTokenSource cancellation = new();
        int steps = 0;

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (GeneratedToken _ in generator.Generate(new GenerationRequest { Prompt = prompt, MaximumTokens = 50 }, cancellation.Token))
            {
                if (++steps == 3)
                {
                    cancellation.Cancel();
                }
            }
        });

        Assert.Equal(3, steps);
        using TextGenerator fresh = new(_model, Tiny);
        Assert.Equal(Generate(fresh, prompt, tokens: 10), Generate(generator, prompt, tokens: 10));
    }

    [Fact]
    public void A_cancelled_prefill_leaves_a_sequence_that_goes_on_as_if_it_had_not_been()
    {
        int[] tokens = [.. Enumerable.Range(0, 400).Select(i => i * 31 % 256)];
        using LanguageModel model = LanguageModel.Load(s_folder, new LanguageModelOptions { PrefillChunk = 20 });
        using Sequence sequence = Sequence.Create();
        using CancellationTokenSource cancellation = new();
        using ManualResetEventSlim hasBegun = new();
        var unwanted = new Thread(() =>
        {
            hasBegun.Wait();
            cancellation.Cancel();
        });
        unwanted.Start();

        Assert.Throws<OperationCanceledException>(() => model.Prefill(sequence, new Unwanted(tokens, sequence, hasBegun, cancellation.Token).Memory, cancellation.Token));
        unwanted.Join();

        int read = sequence.Length;
        Assert.InRange(read, 1, 380);
        float[] expected = Logits.InOneRun(model, tokens);
        Logits.AssertEqual(expected.AsSpan(read * Tiny.VocabularySize), Logits.Next(model, sequence, tokens.AsMemory(read)));
    }

    [Fact]
    public void A_cancelled_token_stops_a_prompt_before_it_is_read()
    {
        using TextGenerator generator = new(_model, Tiny);

        Assert.Throws<OperationCanceledException>(() => generator.Prefill(new Prompt(new[] { 1, 2, 3 }), new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Ends_before_a_stop_string()
    {
        Prompt prompt = new(Tiny.Encode("return ").ToArray());
        using TextGenerator generator = new(_model, Tiny);
        string text = Generate(generator, prompt, tokens: 12);
        string stop = text[(text.Length / 2)..];

        List<GeneratedToken> steps = [.. generator.Generate(new GenerationRequest { Prompt = prompt, MaximumTokens = 12, StopStrings = [stop] })];

        Assert.Equal(text[..text.IndexOf(stop, StringComparison.Ordinal)], string.Concat(steps.Select(step => step.Text)));
        Assert.Equal(GenerationEnd.StopString, steps[^1].End);
    }

    [Fact]
    public void Ends_when_the_model_gives_a_control_token_and_at_the_limit()
    {
        Prompt prompt = new(Tiny.Encode("return ").ToArray());
        using TextGenerator generator = new(_model, Tiny);

        GenerationEnd[] ends = [.. Enumerable.Range(0, 20).Select(seed => generator.Generate(new GenerationRequest
        {
            Prompt = prompt,
            MaximumTokens = 40,
            Sampling = new SamplingOptions { Temperature = 3, Seed = seed },
        }).Last().End)];

        Assert.Contains(GenerationEnd.Model, ends);
        Assert.Contains(GenerationEnd.Limit, ends);
    }

    private static string Generate(TextGenerator generator, Prompt prompt, int tokens) =>
        string.Concat(generator.Generate(new GenerationRequest { Prompt = prompt, MaximumTokens = tokens }).Select(step => step.Text));

    // What healing means, slowly: at each step the most probable of all tokens that agree with the text before the cursor.
    private string PreferredText(List<int> prompt, string text, int tokens)
    {
        HashSet<int> controls = [.. Tiny.AddedTokens.Select(token => token.Id)];
        byte[] due = Encoding.UTF8.GetBytes(text)[Encoding.UTF8.GetByteCount(Tiny.Decode([.. prompt]))..];
        List<byte> bytes = [];
        List<int> ids = [.. prompt];
        for (int given = 0; given < tokens;)
        {
            float[] logits = Logits.InOneRun(_model, [.. ids])[^Tiny.VocabularySize..];
            ReadOnlySpan<byte> rest = due.AsSpan(Math.Min(bytes.Count, due.Length));
            int best = -1;
            for (int id = 0; id < logits.Length; id++)
            {
                ReadOnlySpan<byte> spelled = Tiny.TokenBytes(id);
                bool fits = rest.IsEmpty || (!controls.Contains(id) && (spelled.StartsWith(rest) || (rest.StartsWith(spelled) && spelled.Length > 0)));
                best = fits && (best < 0 || logits[id] > logits[best]) ? id : best;
            }

            if (controls.Contains(best))
            {
                break;
            }

            ids.Add(best);
            bytes.AddRange(Tiny.TokenBytes(best));
            given += bytes.Count > due.Length ? 1 : 0;
        }

        Decoder decoder = Encoding.UTF8.GetDecoder();
        byte[] after = [.. bytes.Skip(due.Length)];
        char[] characters = new char[after.Length];
        return new string(characters, 0, decoder.GetChars(after, characters, flush: false));
    }

    /// <summary>A prompt that nobody wants any more once its first part is read; its last part is given only when that is known.</summary>
    private sealed class Unwanted(int[] tokens, Sequence sequence, ManualResetEventSlim hasBegun, CancellationToken cancelled) : MemoryManager<int>
    {
        public override Span<int> GetSpan()
        {
            if (sequence.Length > 0)
            {
                hasBegun.Set();
            }

            if (sequence.Length == 380)
            {
                cancelled.WaitHandle.WaitOne();
            }

            return tokens;
        }

        public override MemoryHandle Pin(int elementIndex = 0) => tokens.AsMemory(elementIndex).Pin();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class OneToken(int id) : INextTokenPrior
    {
        public List<int[]> Seen { get; } = [];

        public void Apply(ReadOnlySpan<int> tokens, int settled, Span<float> logits)
        {
            Seen.Add([.. tokens]);
            logits[id] = 1000;
        }
    }

    private sealed class Repetition(int id) : IDraftSource
    {
        public int Asked { get; private set; }

        public int Draft(ReadOnlySpan<int> tokens, Span<int> draft, out int matched)
        {
            Asked++;
            draft.Fill(id);
            matched = 20;
            return draft.Length;
        }
    }

    // Some tokens of the true answer, from anywhere in it, and now and then one that is not of it.
    private sealed class HalfRight(int[] answer, int seed) : IDraftSource
    {
        private readonly Random _random = new(seed);

        public int Draft(ReadOnlySpan<int> tokens, Span<int> draft, out int matched)
        {
            int at = Array.IndexOf(answer, tokens[^1]) + 1;
            int count = Math.Min(draft.Length, answer.Length - at);
            for (int i = 0; i < count; i++)
            {
                draft[i] = _random.Next(4) == 0 ? _random.Next(256) : answer[at + i];
            }

            matched = _random.Next(20);
            return count;
        }
    }
}
