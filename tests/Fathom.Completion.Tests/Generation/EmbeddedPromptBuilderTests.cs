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

        Prompt built = new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions { ContextTokens = 20 }).Build(prompt);

        Assert.Equal("<|begin|><|path|>near.cs\nn<|file_separator|><|path|>a.cs\n<|fim_suffix|>y<|fim_prefix|>x", Text(built));
    }

    [Fact]
    public void Of_a_file_that_is_too_long_the_first_lines_are_shown()
    {
        CompletionPrompt prompt = new("a.cs", "x", "y", [new("b.cs", "one\ntwo\nthree\nfour")]);

        Prompt built = new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions { ContextTokens = 18 }).Build(prompt);

        Assert.Equal("<|begin|><|path|>b.cs\none\ntwo\n<|file_separator|><|path|>a.cs\n<|fim_suffix|>y<|fim_prefix|>x", Text(built));
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

    private static Prompt Build(string prefix, string suffix) =>
        new EmbeddedPromptBuilder(Tiny, new EmbeddedPromptOptions()).Build(new CompletionPrompt("src/A.cs", prefix, suffix, []));

    private static string Text(Prompt prompt) => Tiny.Decode(prompt.Tokens.Span);

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
