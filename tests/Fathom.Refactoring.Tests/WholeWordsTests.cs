using System.Collections.Immutable;
using CsCheck;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Tests;

public sealed class WholeWordsTests
{
    [Theory]
    [InlineData("class Cart {", 6, 3, "Baske", "Cart", "Basket")]
    [InlineData("class Cart {", 10, 0, "s", "Cart", "Carts")]
    [InlineData("F(x1)", 3, 1, "2", "x1", "x2")]
    [InlineData("a.Foo;", 5, 0, "()", "", "()")]
    [InlineData("a b", 1, 1, ", ", " ", ", ")]
    public void An_edit_within_a_word_becomes_one_of_the_word(string text, int start, int length, string written, string replaced, string newText)
    {
        TextChange edit = Assert.Single(WholeWords.Of(text, [new TextChange(new TextSpan(start, length), written)]));

        Assert.Equal((replaced, newText), (text[edit.Span.Start..edit.Span.End], edit.NewText));
    }

    [Fact]
    public void Widened_edits_do_the_same()
    {
        Gen<(string, int[], string[])> edits = Gen.Select(Gen.Char["ab ._"].Array[0, 30].Select(letters => new string(letters)), Gen.Int[0, 30].Array[0, 8], Gen.Char["xy ."].Array[0, 3].Select(letters => new string(letters)).Array[4]);
        edits.Sample(sample =>
        {
            (string text, int[] places, string[] inserted) = sample;
            int[] ends = [.. places.Select(place => Math.Min(place, text.Length)).Distinct().Order()];
            TextChange[] changes = [.. ends.Chunk(2).Where(pair => pair.Length == 2).Select((pair, index) => new TextChange(TextSpan.FromBounds(pair[0], pair[1]), inserted[index % 4]))];

            ImmutableArray<TextChange> widened = WholeWords.Of(text, changes);

            Assert.Equal(SourceText.From(text).WithChanges(changes).ToString(), SourceText.From(text).WithChanges(widened).ToString());
        });
    }
}
