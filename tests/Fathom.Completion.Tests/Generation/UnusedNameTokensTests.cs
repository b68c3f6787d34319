using Fathom.Completion.Generation;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Generation;

public sealed class UnusedNameTokensTests
{
    private static readonly Tokenizer s_tiny = TinyTokenizer.Load();

    [Theory]
    [InlineData("        return ", "left")]
    [InlineData("        return le", "ft")]
    [InlineData("        Use(left, ", "right")]
    [InlineData("        x =", "left", " left")]
    public void The_first_that_is_not_on_the_line_yet_comes_next(string line, params string[] expected) => Assert.Equal(expected, After(line).RestsOf(line, out _));

    [Theory]
    [InlineData("        ")]
    [InlineData("        x.")]
    [InlineData("        Use(other")]
    [InlineData("        Use(left, right, ")]
    public void Elsewhere_nothing_is_said(string line) => Assert.Empty(After(line).RestsOf(line, out _));

    private static UnusedNameTokens After(string line) => new("class A\n{\n" + line, open: "", ["left", "right"], s_tiny);
}
