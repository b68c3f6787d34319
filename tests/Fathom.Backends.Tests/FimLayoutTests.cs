using Fathom.Backends.Prompting;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Tests;

/// <summary>Prompts that are written here: the control tokens in them are the layout's, and none is the user's.</summary>
public sealed class FimLayoutTests
{
    [Theory]
    [InlineData("qwen", "<|endoftext|>")]
    [InlineData("qwen", "<|repo_name|>")]
    [InlineData("qwen", "<|im_start|>")]
    [InlineData("qwen", "<|fim_pad|>")]
    [InlineData("deepseek", "<｜begin▁of▁sentence｜>")]
    [InlineData("deepseek", "<|EOT|>")]
    [InlineData("deepseek", "<｜User｜>")]
    [InlineData("starcoder", "<repo_name>")]
    [InlineData("granite", "<fim_pad>")]
    [InlineData("codellama", "<EOT>")]
    [InlineData("codellama", "</s>")]
    [InlineData("codegemma", "<end_of_turn>")]
    [InlineData("codegemma", "<|file_separator|>")]
    [InlineData("codestral", "[INST]")]
    [InlineData("glm", "[gMASK]")]
    public void A_control_token_in_the_users_text_is_broken_wherever_it_stands(string layout, string token)
    {
        var prompt = new CompletionPrompt($"{token}.cs", $"a {token}", $"b {token}", [new ContextFile($"{token}.cs", $"c {token}")]);

        string written = FimLayouts.Find(layout)!.Write(prompt);

        Assert.DoesNotContain(token, written, StringComparison.Ordinal);
        Assert.Equal(5, written.Split(token.Insert(1, " ")).Length - 1);
    }

    [Theory]
    [InlineData("qwen")]
    [InlineData("deepseek")]
    [InlineData("starcoder")]
    [InlineData("codellama")]
    [InlineData("codegemma")]
    [InlineData("codestral")]
    [InlineData("granite")]
    [InlineData("glm")]
    public void Code_is_written_as_it_is(string layout)
    {
        const string code = """
            Dictionary<string, List<T>> all = new(); Func<Task<bool?>, Span<byte>> next; if (a <b || c> d) { flags[MASK] |= 1 << 2; }
            let parse = digits <|> letters |> map <| fun x -> x; <||>  <b>bold</b> <T|U> vector<s_type>() a<|b c|>d
            """;

        string written = FimLayouts.Find(layout)!.Write(new CompletionPrompt("A.cs", code, "", []));

        Assert.Contains(code, written, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_other_families_read_as_a_control_token_stays()
    {
        const string code = "<s>old</s> Box<s>.Of(1); // usage: tool <filename>";

        string written = FimLayouts.Find("qwen")!.Write(new CompletionPrompt("A.cs", code, "", []));

        Assert.Contains(code, written, StringComparison.Ordinal);
    }
}
