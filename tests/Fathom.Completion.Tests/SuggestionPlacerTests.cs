using Fathom.Completion.Cursor;
using Fathom.Completion.Placement;

namespace Fathom.Completion.Tests;

public sealed class SuggestionPlacerTests
{
    [Theory]
    [InlineData("    int total = Su|", "m(items);", "    int total = Sum(items);")]
    [InlineData("    Add(|)", "a, b);", "    Add(a, b);")]
    [InlineData("    Add(|)", "a, b", "    Add(a, b)")]
    [InlineData("    Add(|);", "a, b);", "    Add(a, b);")]
    [InlineData("    Add(|);", "a, b)", "    Add(a, b);")]
    [InlineData("    Add(F(|));", "a);", "    Add(F(a));")]
    [InlineData("    Add(F(|));", "a, G(b)));", "    Add(F(a, G(b)));")]
    [InlineData("    Write(\"|\");", "hello\");", "    Write(\"hello\");")]
    [InlineData("    Write(\"|\");", "say \\\"hi\\\"", "    Write(\"say \\\"hi\\\"\");")]
    [InlineData("    Write(|);", "\"a)\", b);", "    Write(\"a)\", b);")]
    [InlineData("    int[] x = { 1, | };", "2 };", "    int[] x = { 1, 2 };")]
    [InlineData("    Run(x => {|})", "\n        Go(x);\n    });", "    Run(x => {\n        Go(x);\n    });")]
    [InlineData("    get { return |; }", "_total; }", "    get { return _total; }")]
    [InlineData("    Write($\"Hello {|}\");", "name}!\");", "    Write($\"Hello {name}!\");")]
    [InlineData("    Write($\"Hello {|}\");", "name}\");", "    Write($\"Hello {name}\");")]
    [InlineData("    Write($\"|\");", "a {b(\"c\")} d\");", "    Write($\"a {b(\"c\")} d\");")]
    [InlineData("    List<|>", "int> x = new();", "    List<int> x = new();")]
    [InlineData("    const s = `Hello |`;", "${name}!`;", "    const s = `Hello ${name}!`;")]
    [InlineData("    a = F(|).Sum();", "b", "    a = F(b).Sum();")]
    public void Suggestions_replace_the_line_from_its_first_column(string marked, string inserted, string expected)
    {
        CursorContext cursor = MarkedText.Cursor(marked);

        Suggestion suggestion = SuggestionPlacer.Place(cursor, inserted, 1, 1);

        Assert.Equal(expected, MarkedText.Apply(marked, suggestion));
        Assert.Equal(0, suggestion.ReplaceStart);
        Assert.StartsWith(cursor.LinePrefix, suggestion.Text, StringComparison.Ordinal);
        AssertIsSubsequence(cursor.RestOfLine, suggestion.Text[cursor.LinePrefix.Length..]);
    }

    [Fact]
    public void A_selected_entry_is_extended_in_its_own_range()
    {
        CursorContext cursor = MarkedText.Cursor("items.Where(|)");
        var entry = new SelectedEntry(6, 9, "Where(");

        Suggestion suggestion = SuggestionPlacer.PlaceBehind(cursor, entry, "x => x.Ok)", 1, 1);

        Assert.Equal((6, 9, "Where(x => x.Ok"), (suggestion.ReplaceStart, suggestion.ReplaceEnd, suggestion.Text));
    }

    /// <summary>VS Code shows an item only when what it covers right of the cursor appears in it, in order.</summary>
    private static void AssertIsSubsequence(string covered, string text)
    {
        int at = 0;
        foreach (char c in text)
        {
            at += at < covered.Length && covered[at] == c ? 1 : 0;
        }

        Assert.Equal(covered.Length, at);
    }
}
