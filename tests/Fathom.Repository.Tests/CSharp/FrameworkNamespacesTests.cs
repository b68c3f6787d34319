using Fathom.Repository.CSharp;

namespace Fathom.Repository.Tests.CSharp;

public sealed class FrameworkNamespacesTests
{
    [Theory]
    [InlineData("Regex", 0, "System.Text.RegularExpressions")]
    [InlineData("List", 1, "System.Collections.Generic")]
    [InlineData("IEnumerable", 0, "System.Collections")]
    [InlineData("Func", 3, "System")]
    public void A_type_is_found_by_its_name_and_the_number_of_its_type_parameters(string name, int typeParameters, string expected) =>
        Assert.Equal([expected], FrameworkNamespaces.Declaring(name, typeParameters));

    [Fact]
    public void A_name_that_several_namespaces_have_is_of_all_of_them()
    {
        string[] timers = ["System.Threading", "System.Timers"];

        Assert.Superset(timers.ToHashSet(), FrameworkNamespaces.Declaring("Timer", 0).ToHashSet());
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        Assert.Empty(FrameworkNamespaces.Declaring("List", 0));
        Assert.Empty(FrameworkNamespaces.ExtensionMethods("Shop"));
        Assert.False(FrameworkNamespaces.Exists("System.Shop"));
    }

    [Fact]
    public void Extension_methods_are_known_by_namespace()
    {
        Assert.Contains("Select", FrameworkNamespaces.ExtensionMethods("System.Linq"));
        Assert.DoesNotContain("Range", FrameworkNamespaces.ExtensionMethods("System.Linq"));
        Assert.True(FrameworkNamespaces.Exists("System.Linq"));
    }
}
