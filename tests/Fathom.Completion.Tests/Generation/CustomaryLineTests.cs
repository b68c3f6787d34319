using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests.Generation;

public sealed class CustomaryLineTests
{
    private const string Path = "src/Shop/Orders/Cart.cs";

    [Theory]
    [InlineData("", "using", "\nusing System.Text;\n", "using System;")]
    [InlineData("// Licence\nusing ", null, "\nusing System.Text;\n", "System;")]
    [InlineData("", "namespace", "\n{\n    class Cart;\n}\n", "namespace Shop.Orders")]
    [InlineData("namespace Shop.", null, "\n\nclass Cart;\n", "Orders")]
    public void Custom_says_how_the_line_goes_on(string prefix, string? firstWord, string suffix, string expected) =>
        Assert.Equal(expected, CustomaryLine.At(Prompt(prefix, firstWord, suffix), isAlone: true)?.Rest);

    [Theory]
    [InlineData("using Shop;\n", "using", "\nusing System.Text;\n")]
    [InlineData("", "using", "\nusing System.Text;\nusing System;\n")]
    [InlineData("", "using", "\nusing Shop;\n")]
    [InlineData("class ", null, "\n")]
    public void Elsewhere_there_is_none(string prefix, string? firstWord, string suffix) => Assert.Null(CustomaryLine.At(Prompt(prefix, firstWord, suffix), isAlone: true));

    [Fact]
    public void Other_files_know_the_namespaces_of_a_project_better() => Assert.Null(CustomaryLine.At(Prompt("namespace ", null, "\n"), isAlone: false));

    private static CompletionPrompt Prompt(string prefix, string? firstWord, string suffix) =>
        new(Path, prefix, suffix, []) { FirstWords = firstWord is null ? [] : [firstWord] };
}
