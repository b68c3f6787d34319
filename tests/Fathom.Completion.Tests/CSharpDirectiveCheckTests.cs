using Fathom.Completion.Filtering;

namespace Fathom.Completion.Tests;

public sealed class CSharpDirectiveCheckTests
{
    [Theory]
    [InlineData("using |\n\nclass Cart;\n", "System.Text;")]
    [InlineData("|\n\nclass Cart\n{\n    object First(int[] all) => all.Length;\n}\n", "using System.Linq;")]
    public void A_namespace_of_which_nothing_is_named_is_imported_for_nothing(string marked, string text) => Assert.True(ImportsForNothing(marked, text));

    [Theory]
    [InlineData("using |\n\nclass Cart(StringBuilder text);\n", "System.Text;")]
    [InlineData("using |\n\nclass Cart\n{\n    object First(int[] all) => all.First();\n}\n", "System.Linq;")]
    [InlineData("using |\n\nclass Cart\n{\n    object First(int[] all) => from one in all select one;\n}\n", "System.Linq;")]
    [InlineData("using |\n\n[Serializable]\nclass Cart;\n", "System;")]
    [InlineData("using |\n\n/// <summary>As <see cref=\"Regex\"/>.</summary>\nclass Cart;\n", "System.Text.RegularExpressions;")]
    public void One_that_something_is_named_of_is_not(string marked, string text) => Assert.False(ImportsForNothing(marked, text));

    [Theory]
    [InlineData("using |\n\nclass Cart;\n", "Shop.Orders;")]
    [InlineData("using |\n", "System.Text;")]
    [InlineData("using |\n\n#if NEVER\nclass Other;\n#endif\nclass Cart;\n", "System.Text;")]
    [InlineData("class Cart\n{\n    void F()\n    {\n        |\n    }\n}\n", "using var purse = new Purse();")]
    public void What_cannot_be_known_is_not_judged(string marked, string text) => Assert.False(ImportsForNothing(marked, text));

    private static bool ImportsForNothing(string marked, string text)
    {
        (string document, int offset) = MarkedText.Split(marked);
        var suggestion = new Suggestion(offset, offset, text, text, 1, 1);
        return CSharpDirectiveCheck.ImportsForNothing(
            CSharpEdit.Of(MarkedText.Cursor(marked), suggestion, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }
}
