using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests.Generation;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("src/Shop.Core/Orders/Cart.cs", "namespace Shop.Core.Orders;", "class Cart")]
    [InlineData("tests/Shop.Tests/CartTests.cs", "namespace Shop.Tests;", "class CartTests")]
    [InlineData("product/src/Shop/Cart.Totals.cs", "namespace Shop;", "class Cart")]
    [InlineData("Shop/List`1.cs", "namespace Shop;", "interface List")]
    public void The_namespace_is_that_of_the_folders_and_the_type_that_of_the_file(string path, string space, string type)
    {
        string[] lines = PathText.Of(path, "", "").Split('\n');

        Assert.Contains(space, lines);
        Assert.Contains(type, lines);
    }

    [Fact]
    public void The_namespace_has_the_form_that_the_text_below_it_asks_for()
    {
        Assert.Contains("namespace Shop\n{\n", PathText.Of("src/Shop/Cart.cs", "", "\n{\n    class A;\n}\n"), StringComparison.Ordinal);
        Assert.Contains("namespace Shop.Orders;\n", PathText.Of("src/Shop/Orders/Cart.cs", "namespace Shop.", "\n\nclass A;\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_declared_already_is_not_said_again()
    {
        Assert.DoesNotContain("class", PathText.Of("src/Shop/Cart.cs", "public struct Cart\n{\n", "}\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("namespace", PathText.Of("src/Shop/Cart.cs", "", "\nnamespace Shop;\n"), StringComparison.Ordinal);
        Assert.Contains("class Cart", PathText.Of("src/Shop/Cart.cs", "class CartItem {}\nclass Car", ""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src/Shop/cart.py")]
    [InlineData("Cart-2.x/1.cs")]
    [InlineData("no extension")]
    [InlineData("")]
    public void Nothing_is_said_of_other_files_and_of_names_that_cannot_be(string path) => Assert.Equal("", PathText.Of(path, "", ""));
}
