using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests.Generation;

public sealed class FolderNamespaceTests
{
    [Theory]
    [InlineData("src/Shop/Orders/Cart.cs", "Shop.Orders")]
    [InlineData("src/core/Shop.Core/Orders/Cart.cs", "Shop.Core.Orders")]
    [InlineData("src/Shop.Core/Core/Cart.cs", "Shop.Core")]
    [InlineData("src/Shop/internals/Orders/Cart.cs", "Shop.Orders")]
    [InlineData("Cart.cs", null)]
    [InlineData("src/Cart.cs", null)]
    [InlineData("src/shop-2/Cart.cs", null)]
    public void It_begins_with_the_project_and_goes_on_with_its_folders(string path, string? expected) => Assert.Equal(expected, FolderNamespace.Of(path, ""));

    [Theory]
    [InlineData("src/Shop.Core/Orders/Cart.cs", "Shop.", "Shop.Core.Orders")]
    [InlineData("src/Shop.Core/Orders/Cart.cs", "Sho", "Shop.Core.Orders")]
    [InlineData("src/Shop.Core.Tests/Orders.Tests/Paid/Cart.cs", "Shop.Orders.", "Shop.Orders.Tests.Paid")]
    [InlineData("src/Kernel/Orders/Paid/Cart.cs", "Company.Shop.", "Company.Shop.Orders.Paid")]
    [InlineData("src/Kernel/Orders/Cart.cs", "Com", null)]
    public void A_name_that_is_begun_goes_on_with_the_folders_below_what_is_written(string path, string typed, string? expected) => Assert.Equal(expected, FolderNamespace.Of(path, typed));

    [Theory]
    [InlineData("using System;\nnamespace Shop.", "Shop.")]
    [InlineData("namespace ", "")]
    [InlineData("namespace Shop;\n", null)]
    [InlineData("// namespace ", null)]
    public void What_is_written_of_a_name_stands_on_the_last_line(string prefix, string? expected) => Assert.Equal(expected, FolderNamespace.TypedIn(prefix));
}
