using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests.Generation;

public sealed class CustomaryLineTests
{
    private const string Cart = "src/Shop/Orders/Cart.cs";

    [Theory]
    [InlineData("namespace ", "Shop.Orders")]
    [InlineData("namespace", " Shop.Orders")]
    [InlineData("namespace Shop.", "Orders")]
    [InlineData("namespace Sto", "")]
    public void The_namespace_is_named_as_the_folders(string line, string expected) => Assert.Equal(expected, RestOf(Cart, "using System;\n\n", line, "\n\nclass Cart;\n"));

    [Fact]
    public void Other_files_of_a_project_know_its_namespaces_better() =>
        Assert.Equal("", RestOf(Cart, "", "namespace ", "\n", isAlone: false));

    [Theory]
    [InlineData("using", " System;")]
    [InlineData("using Sys", "tem;")]
    [InlineData("using Shop", "")]
    public void System_comes_first_among_directives(string line, string expected) => Assert.Equal(expected, RestOf(Cart, "// Licence\n", line, "\nusing System.Text;\n"));

    [Theory]
    [InlineData("using Shop;\n", "\nusing System.Text;\n")]
    [InlineData("", "\nusing System.Text;\nusing System;\n")]
    [InlineData("", "\nusing Shop;\n")]
    public void Elsewhere_it_does_not(string before, string after) => Assert.Equal("", RestOf(Cart, before, "using ", after));

    [Theory]
    [InlineData(Cart, "public sealed class", " Cart")]
    [InlineData(Cart, "    internal readonly record struct Ca", "rt")]
    [InlineData(Cart, "public interface ", "")]
    [InlineData(Cart, "where T : class", "")]
    [InlineData(Cart, "// the class", "")]
    [InlineData("src/Shop/ICart.cs", "public", " interface ICart")]
    [InlineData("src/Shop/ICart.cs", "public class ", "")]
    [InlineData("src/Shop/CartExtensions.cs", "internal ", "static class CartExtensions")]
    [InlineData("src/Shop/Cart.Totals.cs", "partial class ", "Cart")]
    [InlineData("src/shop/cart.py", "class ", "")]
    public void The_first_type_is_named_as_the_file(string path, string line, string expected) => Assert.Equal(expected, RestOf(path, "namespace Shop;\n\n", line, "\n{\n}\n"));

    [Fact]
    public void A_type_that_is_declared_is_not_declared_again() => Assert.Equal("", RestOf(Cart, "class Cart\n{\n", "    class ", "\n}\n"));

    private static string RestOf(string path, string before, string line, string after, bool isAlone = true) =>
        CustomaryLine.Find(new CompletionPrompt(path, before + line, after, []), isAlone)?.RestOf(line, out _) ?? "";
}
