using CsCheck;
using Fathom.Completion.Generation;
using Fathom.Inference.Generation;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Generation;

public sealed class EmbeddedPromptBuilderTests
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    [Fact]
    public void Lays_out_path_suffix_and_prefix() =>
        Assert.Equal(
            "<|begin|><|path|>src/A.cs\n<|fim_suffix|>);\n}\n<|fim_prefix|>class A\n{\n    Wri",
            Text(Build("class A\n{\n    Wri", ");\n}\n")));

    [Fact]
    public void Shows_other_files_first_as_far_as_they_fit()
    {
        CompletionPrompt prompt = new("a.cs", "x", "y", [new("far.cs", "too long for the room that is left"), new("near.cs", "n")]);

        Prompt built = new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions { ContextTokens = 20 }, 4096).Build(prompt);

        Assert.Equal("<|begin|><|path|>near.cs\nn<|file_separator|><|path|>a.cs\n<|fim_suffix|>y<|fim_prefix|>x", Text(built));
    }

    [Fact]
    public void Of_a_file_that_is_too_long_the_first_lines_are_shown()
    {
        CompletionPrompt prompt = new("a.cs", "x", "y", [new("b.cs", "one\ntwo\nthree\nfour")]);

        Prompt built = new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions { ContextTokens = 18 }, 4096).Build(prompt);

        Assert.Equal("<|begin|><|path|>b.cs\none\ntwo\n<|file_separator|><|path|>a.cs\n<|fim_suffix|>y<|fim_prefix|>x", Text(built));
    }

    [Fact]
    public void A_prompt_leaves_room_for_an_answer_whatever_is_asked_for() =>
        Gen.Select(Gen.Int[EmbeddedPromptBuilder.LeastPositions, 5000], Gen.Int[0, 1_000_000], Gen.Int[1, 5000]).Sample((positions, contextTokens, length) =>
        {
            string text = string.Concat(Enumerable.Repeat("f(x);\n", length));
            CompletionPrompt prompt = new(new string('p', length), text, text, [new("far.cs", text), new("near.cs", text)]);

            Prompt built = new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions { ContextTokens = contextTokens }, positions).Build(prompt);

            return built.Tokens.Length <= positions - Math.Min(1024, positions / 4);
        }, iter: 200);

    [Theory]
    [InlineData(4096, true, 160)]
    [InlineData(512, false, 38)]
    [InlineData(64, false, 6)]
    public void Where_positions_are_few_other_files_give_way_first_and_then_the_suffix(int positions, bool showsOthers, int suffixTokens)
    {
        string text = string.Concat(Enumerable.Repeat("x\n", 5000));
        CompletionPrompt prompt = new("a.cs", text, text, [new("b.cs", text)]);

        string shown = Text(new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions { ContextTokens = 1_000_000 }, positions).Build(prompt));

        Assert.Equal(showsOthers, shown.Contains("b.cs", StringComparison.Ordinal));
        Assert.Equal(suffixTokens, Tiny.Encode(Between(shown, "<|fim_suffix|>", "<|fim_prefix|>")).Count);
    }

    [Fact]
    public void Where_positions_are_few_the_suffix_has_what_a_short_prefix_leaves()
    {
        CompletionPrompt prompt = new("a.cs", "x", new string('y', 150), []);

        string shown = Text(new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions(), 512).Build(prompt));

        Assert.Equal($"<|begin|><|path|>a.cs\n<|fim_suffix|>{prompt.Suffix}<|fim_prefix|>x", shown);
    }

    [Fact]
    public void Of_a_path_that_is_too_long_the_end_is_shown()
    {
        CompletionPrompt prompt = new($"{new string('d', 5000)}/a.cs", "x", "y", []);

        string shown = Text(new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions(), 64).Build(prompt));

        Assert.Equal("<|begin|><|path|>ddddddddd/a.cs\n<|fim_suffix|>y<|fim_prefix|>x", shown);
    }

    [Theory]
    [InlineData("x = Wri", "x =", " Wri")]
    [InlineData("f();\n    ", "f();", "\n    ")]
    [InlineData("SerializeObject", "Seriali", "zeObject")]
    [InlineData("f(", "f", "(")]
    public void Leaves_the_piece_at_the_cursor_open_but_not_more_than_eight_tokens(string prefix, string settled, string open)
    {
        Prompt prompt = Build(prefix, "");

        Assert.EndsWith($"<|fim_prefix|>{settled}", Tiny.Decode(prompt.Tokens.Span[..prompt.Settled]));
        Assert.Equal(open, Tiny.Decode(prompt.Tokens.Span[prompt.Settled..]));
    }

    [Fact]
    public void An_empty_prefix_leaves_nothing_open()
    {
        Prompt prompt = Build("", "x");

        Assert.Equal(prompt.Tokens.Length, prompt.Settled);
    }

    [Fact]
    public void A_document_cannot_write_control_tokens()
    {
        Prompt prompt = Build("<|end|>", "<|fim_prefix|>");

        Assert.Equal(1, prompt.Tokens.Span.Count(Tiny.ControlToken("<|fim_prefix|>")));
        Assert.Equal(0, prompt.Tokens.Span.Count(Tiny.ControlToken("<|end|>")));
    }

    [Fact]
    public void The_suffix_is_cut_at_a_line_end()
    {
        string suffix = string.Concat(Enumerable.Range(0, 40).Select(line => $"line {line};\n"));

        string shown = Between(Text(Build("x", suffix)), "<|fim_suffix|>", "<|fim_prefix|>");

        Assert.StartsWith(shown, suffix);
        Assert.EndsWith("\n", shown);
        Assert.InRange(Tiny.Encode(shown).Count, 150, 160);
    }

    [Fact]
    public void The_prefix_fits_its_budget_and_is_an_end_of_the_text() =>
        Gen.OneOf("x", "\n", "    return x;\n", "}\n", "Write(", new string('y', 300), "é\n").Array[0, 200].Select(string.Concat)
            .Sample(prefix =>
            {
                List<int> ids = [];
                new PrefixWindow(Tiny, 128).Encode(prefix, ids);

                return ids.Count <= 128 && prefix.EndsWith(Tiny.Decode([.. ids]).TrimStart('\uFFFD'), StringComparison.Ordinal);
            });

    [Fact]
    public void While_a_user_types_the_start_of_the_prefix_stays_for_many_keystrokes()
    {
        PrefixWindow window = new(Tiny, 512);
        string text = "";
        List<int> before = [];
        int moves = 0;
        for (int line = 0; line < 100; line++)
        {
            foreach (char typed in $"    int v{line} = f({line});\n")
            {
                text += typed;
                List<int> ids = [];
                window.Encode(text, ids);
                moves += before.Count > 0 && ids[0] != before[0] || !ids.Take(before.Count - 6).SequenceEqual(before.Take(before.Count - 6)) ? 1 : 0;
                before = ids;
                Assert.InRange(ids.Count, Math.Min(256, text.Length / 4), 512);
            }
        }

        Assert.InRange(moves, 1, 25);
    }

    [Fact]
    public void In_a_line_longer_than_the_window_its_start_stays_for_many_keystrokes_too()
    {
        PrefixWindow window = new(Tiny, 128);
        string text = string.Concat(Enumerable.Range(0, 400).Select(number => $"{number}, "));
        List<int> before = [];
        int moves = 0;
        foreach (char typed in string.Concat(Enumerable.Range(400, 100).Select(number => $"{number}, ")))
        {
            text += typed;
            List<int> ids = [];
            window.Encode(text, ids);
            moves += before.Count > 0 && !ids.Take(before.Count - 6).SequenceEqual(before.Take(before.Count - 6)) ? 1 : 0;
            before = ids;
        }

        Assert.InRange(moves, 1, 25);
    }

    private static Prompt Build(string prefix, string suffix) =>
        new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions(), 4096).Build(new CompletionPrompt("src/A.cs", prefix, suffix, []));

    private static string Text(Prompt prompt) => Tiny.Decode(prompt.Tokens.Span);

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
