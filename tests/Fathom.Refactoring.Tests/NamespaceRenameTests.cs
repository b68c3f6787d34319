using Fathom.Refactoring.Staging;
using static Fathom.Refactoring.Tests.ScriptedModel;

namespace Fathom.Refactoring.Tests;

public sealed class NamespaceRenameTests
{
    private const string App = """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup></Project>""";

    [Fact]
    public async Task A_namespace_is_renamed_in_declarations_usings_qualified_names_and_documentation_of_all_projects()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", TestRepository.Library),
            ("Lib/Order.cs", "namespace Shop.Sales;\n\npublic class Order { }\n"),
            ("Lib/Block.cs", "namespace Shop.Sales.Deep\n{\n    public static class Tool { public static int Do() => 1; }\n}\n"),
            ("App/App.csproj", App),
            ("App/B.cs", "global using Shop.Sales;\nusing static Shop.Sales.Deep.Tool;\nusing O = Shop.Sales.Order;\nusing S = Shop.Sales;\n\n/// <summary><see cref=\"Shop.Sales.Order\"/></summary>\nclass B { Order F() => new Shop.Sales.Order(); object G() => Shop.Sales.Deep.Tool.Do(); object H(global::Shop.Sales.Order o) => nameof(Shop.Sales); O I() => new S.Order(); }\n"),
            ("App/C.cs", "class C { string Shop; string Sales => Shop; }\n"));

        ChangeSet changes = await repository.RenameAsync("Lib/Order.cs", "Sa|les;", "Firm.Trade.Selling");

        Assert.Equal("rename Shop.Sales to Firm.Trade.Selling", changes.Title);
        Assert.Equal(["App/B.cs", "Lib/Block.cs", "Lib/Order.cs"], changes.Files.Select(file => file.Path));
        Assert.Equal("global using Firm.Trade.Selling;\nusing static Firm.Trade.Selling.Deep.Tool;\nusing O = Firm.Trade.Selling.Order;\nusing S = Firm.Trade.Selling;\n\n/// <summary><see cref=\"Firm.Trade.Selling.Order\"/></summary>\nclass B { Order F() => new Firm.Trade.Selling.Order(); object G() => Firm.Trade.Selling.Deep.Tool.Do(); object H(global::Firm.Trade.Selling.Order o) => nameof(Firm.Trade.Selling); O I() => new S.Order(); }\n", changes.Files[0].After);
        Assert.Equal("namespace Firm.Trade.Selling.Deep\n{\n    public static class Tool { public static int Do() => 1; }\n}\n", changes.Files[1].After);
        Assert.Equal("namespace Firm.Trade.Selling;\n\npublic class Order { }\n", changes.Files[2].After);
        Assert.Empty(changes.NewErrors);
        Assert.Empty(changes.Warnings);
    }

    [Theory]
    [InlineData("namespace Shop.Sa|les;", "Trade", "namespace Shop.Trade;\nclass A { }\n", "using Shop.Trade;\nnamespace Shop { class B { Trade.A a; } }\n")]
    [InlineData("namespace Sh|op.Sales;", "Firm", "namespace Firm.Sales;\nclass A { }\n", "using Firm.Sales;\nnamespace Firm { class B { Sales.A a; } }\n")]
    [InlineData("namespace Shop.Sa|les;", "Shop.Deep.Sales", "namespace Shop.Deep.Sales;\nclass A { }\n", "using Shop.Deep.Sales;\nnamespace Shop { class B { Deep.Sales.A a; } }\n")]
    [InlineData("namespace Shop.Sa|les;", "@class", "namespace Shop.@class;\nclass A { }\n", "using Shop.@class;\nnamespace Shop { class B { @class.A a; } }\n")]
    public async Task A_name_without_dots_is_for_the_part_under_the_cursor_and_one_with_dots_is_the_whole(string marked, string newName, string declaration, string use)
    {
        using TestRepository repository = new(("A.cs", "namespace Shop.Sales;\nclass A { }\n"), ("B.cs", "using Shop.Sales;\nnamespace Shop { class B { Sales.A a; } }\n"));

        ChangeSet changes = await repository.RenameAsync("A.cs", marked, newName);

        Assert.Equal([declaration, use], changes.Files.Select(file => file.After));
        Assert.Empty(changes.NewErrors);
    }

    [Fact]
    public async Task What_code_saw_of_the_namespaces_around_it_is_imported_where_they_are_no_longer_around()
    {
        using TestRepository repository = new(
            ("Money.cs", "namespace Shop;\npublic class Money { }\npublic class MarkAttribute : System.Attribute { }\npublic static class Ways { public static int Half(this int x) => x / 2; }\n"),
            ("Tax.cs", "namespace Shop.Taxes;\npublic class Tax { }\n"),
            ("Order.cs", "// Licence\nusing System;\r\n\r\nnamespace Shop.Sales;\r\n\r\n[Mark] class Order { Money Price; Taxes.Tax Tax; int F() => 4.Half(); }\r\n"),
            ("Plain.cs", "namespace Shop.Sales;\nclass Plain { Money Price; }\n"),
            ("Own.cs", "using Shop.Sales;\nclass Own { Order o; }\n"));

        ChangeSet changes = await repository.RenameAsync("Own.cs", "Shop.Sa|les", "Trade.Sales");

        Assert.Equal("// Licence\nusing System;\r\nusing Shop;\r\n\r\nnamespace Trade.Sales;\r\n\r\n[Mark] class Order { Money Price; Shop.Taxes.Tax Tax; int F() => 4.Half(); }\r\n", changes.Files.Single(file => file.Path == "Order.cs").After);
        Assert.Equal("using Shop;\n\nnamespace Trade.Sales;\nclass Plain { Money Price; }\n", changes.Files.Single(file => file.Path == "Plain.cs").After);
        Assert.Equal("using Trade.Sales;\nclass Own { Order o; }\n", changes.Files.Single(file => file.Path == "Own.cs").After);
        Assert.Empty(changes.NewErrors);
    }

    [Fact]
    public async Task Nested_declarations_keep_their_part_and_refuse_what_would_lead_out_of_them()
    {
        using TestRepository repository = new(("A.cs", "namespace Shop\n{\n    namespace Sales\n    {\n        namespace Deep { class A { } }\n    }\n}\nclass B { Shop.Sales.Deep.A a; }\n"));

        ChangeSet inside = await repository.RenameAsync("A.cs", "namespace Sa|les", "Shop.Firm.Trade");
        ChangeSet outer = await repository.RenameAsync("A.cs", "namespace Sh|op", "Firm");
        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.RenameAsync("A.cs", "Shop.Sa|les.Deep", "Trade.Sales"));

        Assert.Equal("namespace Shop\n{\n    namespace Firm.Trade\n    {\n        namespace Deep { class A { } }\n    }\n}\nclass B { Shop.Firm.Trade.Deep.A a; }\n", inside.Files.Single().After);
        Assert.Equal("namespace Firm\n{\n    namespace Sales\n    {\n        namespace Deep { class A { } }\n    }\n}\nclass B { Firm.Sales.Deep.A a; }\n", outer.Files.Single().After);
        Assert.Equal("'Shop.Sales' is declared inside of 'namespace Shop' at A.cs:3; give it a name beneath that, or take it out of there first.", refused.Message);
        Assert.Empty(inside.NewErrors.Concat(outer.NewErrors));
    }

    [Fact]
    public async Task What_project_files_say_of_it_is_told_and_stays()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><RootNamespace>Shop.Sales</RootNamespace></PropertyGroup><ItemGroup><InternalsVisibleTo Include="Shop.Sales.Tests" /></ItemGroup></Project>"""),
            ("Lib/Order.cs", "namespace Shop.Sales;\npublic class Order { }\n"),
            ("App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /><Using Include="Shop.Sales" /></ItemGroup></Project>"""),
            ("App/B.cs", "class B { Order o; }\n"));

        ChangeSet changes = await repository.RenameAsync("Lib/Order.cs", "Sa|les;", "Trade");

        Assert.Equal("Lib/Order.cs", Assert.Single(changes.Files).Path);
        Assert.Equal(["Lib/Lib.csproj has a RootNamespace that is not edited", "App/App.csproj names what changes and is not edited"], changes.Warnings);
    }

    [Fact]
    public async Task A_namespace_that_an_assembly_declares_too_is_refused()
    {
        using TestRepository repository = new(("A.cs", "namespace System.Text\n{\n    class A { }\n}\n"));

        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.RenameAsync("A.cs", "Te|xt", "Words"));

        Assert.Matches("^'System.Text' is a namespace of System.* as well, and its part of it cannot be renamed.$", refused.Message);
    }

    [Fact]
    public async Task A_namespace_of_an_assembly_alone_is_refused()
    {
        using TestRepository repository = new(("A.cs", "using System.Text;\nclass A { }\n"));

        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.RenameAsync("A.cs", "System.Te|xt", "Words"));

        Assert.StartsWith("'System.Text' is a namespace of System", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_would_mean_what_lies_in_the_new_surroundings_is_told_though_it_compiles()
    {
        using TestRepository repository = new(
            ("Lib.cs", "namespace Lib { public class Box { } }\n"),
            ("Firm.cs", "namespace Firm { public class Box { } }\n"),
            ("A.cs", "using Lib;\nnamespace Shop.Sales { class A { Box box; } }\n"));

        ChangeSet changes = await repository.RenameAsync("A.cs", "Sa|les", "Firm.Sales");

        NewError error = Assert.Single(changes.NewErrors);
        Assert.Equal(("A.cs", 2, "meaning", "'Box' would mean Firm.Box here, and no longer Lib.Box"), (error.Path, error.Line, error.Id, error.Message));
    }

    [Fact]
    public async Task A_model_can_rename_a_namespace_too()
    {
        using TestRepository repository = new(("A.cs", "namespace Shop.Sales;\nclass A { }\n"), ("B.cs", "using Shop.Sales;\nclass B { A a; }\n"));

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(Call("rename", ("path", "B.cs"), ("line", 1), ("oldName", "Sales"), ("newName", "Firm.Trade")));

        Assert.Equal("rename Shop.Sales to Firm.Trade. No new errors.", Assert.Single(told));
        Assert.Equal(["namespace Firm.Trade;\nclass A { }\n", "using Firm.Trade;\nclass B { A a; }\n"], changes.Files.Select(file => file.After));
    }

    [Fact]
    public async Task An_extension_that_is_called_on_what_may_be_null_is_still_found()
    {
        using TestRepository repository = new(
            ("E.cs", "namespace Company { static class E { public static string Cut(this string s) => s; } }\n"),
            ("A.cs", "namespace Company.Orders\n{\n    class A { string? F(string? name) => name?.Cut(); }\n}\n"));

        ChangeSet changes = await repository.RenameAsync("A.cs", "namespace Company.Or|ders", "Trade.Orders");

        Assert.Empty(changes.NewErrors);
        Assert.Contains("using Company;", changes.Files.Single().After, StringComparison.Ordinal);
    }
}
