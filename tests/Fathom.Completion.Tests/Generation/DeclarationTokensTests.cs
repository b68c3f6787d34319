using Fathom.Completion.Generation;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Tests.Generation;

public sealed class DeclarationTokensTests
{
    private static readonly Tokenizer s_tiny = TinyTokenizer.Load();

    [Theory]
    [InlineData("var ", "total", "message")]
    [InlineData("var", " total", " message")]
    [InlineData("var me", "ssage")]
    [InlineData("void F(string total, Dictionary<string, int[]>? ", "message")]
    [InlineData("if (x is Shop.Order ", "total", "message")]
    [InlineData("for (int ", "total", "message")]
    public void Behind_a_type_the_names_come_next(string line, params string[] expected) => Assert.Equal(expected, After(line).RestsOf(line, out _));

    [Theory]
    [InlineData("return new Order ")]
    [InlineData("return ")]
    [InlineData("public class Order ")]
    [InlineData("total = ")]
    [InlineData("int total, message ")]
    [InlineData("")]
    public void Elsewhere_nothing_is_said(string line) => Assert.Empty(After(line).RestsOf(line, out _));

    [Fact]
    public void They_become_likelier_and_nothing_else_does()
    {
        float[] logits = new float[s_tiny.VocabularySize];

        After("        var ").Apply([], settled: 0, logits);

        int[] raised = [.. Enumerable.Range(0, logits.Length).Where(id => logits[id] != 0)];
        Assert.Equal(new[] { "total", "message" }.Select(name => s_tiny.Encode(name)[0]).Order(), raised);
        Assert.All(raised, id => Assert.True(logits[id] > 0));
    }

    private static DeclarationTokens After(string line) => new("class A\n{\n" + line, open: "", ["total", "message"], s_tiny);
}
