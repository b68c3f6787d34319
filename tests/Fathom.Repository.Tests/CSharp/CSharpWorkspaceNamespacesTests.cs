using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.CSharp;

public sealed class CSharpWorkspaceNamespacesTests
{
    private readonly CSharpWorkspace _workspace = new();

    [Fact]
    public void The_types_of_sources_are_found_by_name()
    {
        Load();

        var found = _workspace.NamespacesDeclaring(new HashSet<string> { "Order", "Line", "Hidden", "Loose", "List" }, TestContext.Current.CancellationToken);

        Assert.Equal(["Shop.Orders", "Store"], found[("Order", 0)].Order());
        Assert.Equal(["Shop.Orders"], found[("Order", 1)]);
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public void A_source_imports_unsaid_what_its_project_says()
    {
        Load();

        Assert.Contains("System.Linq", _workspace.ImportedUnsaid("src/Shop/Order.cs"));
        Assert.Empty(_workspace.ImportedUnsaid("tools/Tool.cs"));
    }

    [Fact]
    public void Before_it_is_loaded_nothing_is_found() =>
        Assert.Empty(_workspace.NamespacesDeclaring(new HashSet<string> { "Order" }, TestContext.Current.CancellationToken));

    private void Load() => _workspace.Load(
        [
            new RepositoryText("src/Shop/Order.cs", "namespace Shop.Orders;\npublic class Order { class Line; }\npublic class Order<T>;\nfile class Hidden;\n"),
            new RepositoryText("tools/Tool.cs", "namespace Store { class Order; }\nclass Loose;\n"),
        ],
        [
            new RepositoryText("src/Shop/Shop.csproj", "<Project><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>"),
            new RepositoryText("tools/Tool.csproj", "<Project/>"),
        ],
        TestContext.Current.CancellationToken);
}
