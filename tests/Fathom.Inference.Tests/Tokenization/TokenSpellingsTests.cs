using System.Text;
using CsCheck;
using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Tests.Tokenization;

public sealed class TokenSpellingsTests
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    [Theory]
    [InlineData("Wri", "Wri, Writ, Write")]
    [InlineData("return", "return")]
    [InlineData("Z", "Z")]
    [InlineData("Zz", "")]
    public void Finds_the_tokens_that_begin_with_given_bytes(string start, string expected)
    {
        ReadOnlySpan<int> ids = Tiny.Spellings.Value.BeginningWith(Encoding.UTF8.GetBytes(start));

        Assert.Equal(expected, string.Join(", ", ids.ToArray().Select(id => Tiny.Decode([id]))));
    }

    [Fact]
    public void Finds_the_tokens_that_are_beginnings_of_given_bytes()
    {
        List<int> ids = [];

        Tiny.Spellings.Value.AddBeginningsOf("Writes"u8, ids);

        Assert.Equal(["W", "Wr", "Wri", "Writ", "Write"], ids.Select(id => Tiny.Decode([id])));
    }

    [Fact]
    public void Control_tokens_are_no_text() =>
        Assert.DoesNotContain(Tiny.ControlToken("<|begin|>"), Tiny.Spellings.Value.BeginningWith("<"u8).ToArray());

    [Fact]
    public void Agrees_with_a_search_through_the_whole_vocabulary() => Gen.Byte[90, 120].Array[1, 4].Sample(start =>
    {
        HashSet<int> controls = [.. Tiny.AddedTokens.Select(token => token.Id)];
        IEnumerable<int> expected = Enumerable.Range(0, Tiny.VocabularySize).Where(id => !controls.Contains(id) && Tiny.TokenBytes(id).StartsWith(start));

        Assert.Equal(expected.Order(), Tiny.Spellings.Value.BeginningWith(start).ToArray().Order());
    });
}
