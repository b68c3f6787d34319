using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Tests;

/// <summary>Errors that an edit brings are found wherever they are, though next to nothing is compiled.</summary>
public sealed class EditReachTests
{
    private const string UsesLib = """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup></Project>""";

    [Fact]
    public async Task A_type_that_no_longer_implements_its_interface_is_told_though_it_holds_neither_name()
    {
        // Roslyn would rename the property of the interface as well; here it is forgotten.
        using TestRepository repository = Implementing();
        using EditableWorkspace workspace = EditableWorkspace.Load(repository.Files, _ => null, TestContext.Current.CancellationToken);
        DocumentId id = workspace.Solution.GetDocumentIdsWithFilePath("Lib/Base.cs").Single();
        Solution renamed = workspace.Solution.WithDocumentText(id, SourceText.From("public class Base { public int Length => 1; }\n"));

        (ImmutableArray<NewError> errors, _) = await ErrorDifference.FindAsync(workspace.Solution, renamed, ("Size", "Length"), TestContext.Current.CancellationToken);

        NewError error = Assert.Single(errors);
        Assert.Equal(("App/Derived.cs", 2, "CS0535"), (error.Path, error.Line, error.Id));
    }

    [Fact]
    public async Task A_member_that_is_replaced_is_missed_at_the_type_that_implements_an_interface_by_it()
    {
        using TestRepository repository = Implementing();

        ChangeSet changes = await repository.ReplaceAsync("public int Size => $e;", "public int Length => $e;");

        NewError error = Assert.Single(changes.NewErrors);
        Assert.Equal(("App/Derived.cs", 2, "CS0535"), (error.Path, error.Line, error.Id));
    }

    [Fact]
    public async Task A_name_that_becomes_ambiguous_is_told_in_another_project()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", TestRepository.Library),
            ("Lib/A.cs", "namespace One { public class Order { } }\n"),
            ("Lib/B.cs", "namespace Two { public class Purchase { } }\n"),
            ("App/App.csproj", UsesLib),
            ("App/C.cs", "using One;\nusing Two;\npublic class C { public object F() => new Purchase(); }\n"));

        ChangeSet changes = await repository.ReplaceAsync("public class Order { }", "public class Purchase { }");

        NewError error = Assert.Single(changes.NewErrors);
        Assert.Equal(("App/C.cs", "CS0104"), (error.Path, error.Id));
    }

    [Fact]
    public async Task A_name_that_code_uses_without_saying_it_is_looked_for_everywhere()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", TestRepository.Library),
            ("Lib/Bag.cs", "public class Bag { public System.Collections.Generic.IEnumerator<int> GetEnumerator() => null; }\n"),
            ("App/App.csproj", UsesLib),
            ("App/C.cs", "public class C\n{\n    public void F(Bag bag)\n    {\n        foreach (int each in bag) { }\n    }\n}\n"));

        ChangeSet changes = await repository.RenameAsync("Lib/Bag.cs", "GetEnum|erator", "Walk");

        NewError error = Assert.Single(changes.NewErrors);
        Assert.Equal(("App/C.cs", 5, "CS1579"), (error.Path, error.Line, error.Id));
    }

    [Fact]
    public async Task An_accessor_s_name_is_told_at_the_property_that_has_it()
    {
        using TestRepository repository = TestRepository.Of("class C\n{\n    int One() => 1;\n    int Two { get; }\n}\n");

        ChangeSet changes = await repository.RenameAsync("A.cs", "int On|e", "get_Two");

        Assert.Equal("CS0082", Assert.Single(changes.NewErrors).Id);
    }

    [Fact]
    public async Task A_signature_that_changes_is_told_where_it_is_used_in_another_project()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", TestRepository.Library),
            ("Lib/A.cs", "public class A { public int F(int x) => x; }\npublic class B : A { }\n"),
            ("App/App.csproj", UsesLib),
            ("App/C.cs", "public class C { public int G(B b) => b.F(1); }\n"));

        ChangeSet changes = await repository.ReplaceAsync("public int F(int x) => $e;", "public int F(int x, int y) => $e;");

        Assert.Equal("App/C.cs", Assert.Single(changes.NewErrors).Path);
    }

    [Theory]
    [InlineData("int _f = Go(1);", "Go($x)", "Gone($x)")]
    [InlineData("int P { get; } = Go(1);", "Go($x)", "Gone($x)")]
    [InlineData("int P => Go(1);", "Go($x)", "Gone($x)")]
    [InlineData("int this[int i] { get { return Go(i); } set { } }", "Go($x)", "Gone($x)")]
    [InlineData("C() : this(Go(1)) { } C(int x) { }", "Go($x)", "Gone($x)")]
    [InlineData("int M(int x = 1) { int F() => Go(x); return F(); }", "Go($x)", "Gone($x)")]
    [InlineData("event System.Action E { add { Go(1); } remove { } }", "Go($x)", "Gone($x)")]
    public async Task An_error_in_whatever_body_is_told(string member, string pattern, string replacement)
    {
        using TestRepository repository = TestRepository.Of($"class C\n{{\n    static int Go(int x) => x;\n    {member}\n    int Other() => 1;\n}}\n");

        ChangeSet changes = await repository.ReplaceAsync(pattern, replacement);

        Assert.Equal("CS0103", Assert.Single(changes.NewErrors).Id);
    }

    [Fact]
    public async Task Only_what_an_edit_reaches_is_counted_among_the_errors_of_before()
    {
        using TestRepository repository = TestRepository.Of("class C\n{\n    int F(int x) => Missing() + x;\n    int G(int y) => Missing() + Missing() + y;\n}\n");

        ChangeSet changes = await repository.ReplaceAsync("Missing() + x", "x + Missing()");

        Assert.Empty(changes.NewErrors);
        Assert.Contains(changes.Warnings, warning => warning.StartsWith("an error is in what was compiled already", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_of_two_projects_is_edited_the_same_for_both()
    {
        const string link = """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><Compile Include="../Shared/A.cs" /></ItemGroup></Project>""";
        using TestRepository repository = new(
            ("One/One.csproj", link),
            ("Two/Two.csproj", link),
            ("Shared/A.cs", "class C\n{\n    int F(int x) => Max(x, 1) + Max(Max(x, 2), 3);\n    int Max(int a, int b) => a;\n    int G(int x) => Max(x, 4);\n}\n"));

        ChangeSet inserted = await repository.ReplaceAsync("Max($a, $b)", "Max(($a), $b)");
        ChangeSet enclosed = await repository.ReplaceAsync("Max(x, $b)", "(Max(x, $b))");

        Assert.Equal("class C\n{\n    int F(int x) => Max((x), 1) + Max((Max((x), 2)), 3);\n    int Max(int a, int b) => a;\n    int G(int x) => Max((x), 4);\n}\n", Assert.Single(inserted.Files).After);
        Assert.Equal("class C\n{\n    int F(int x) => (Max(x, 1)) + Max((Max(x, 2)), 3);\n    int Max(int a, int b) => a;\n    int G(int x) => (Max(x, 4));\n}\n", Assert.Single(enclosed.Files).After);
    }

    private static TestRepository Implementing() => new(
        ("Lib/Lib.csproj", TestRepository.Library),
        ("Lib/I.cs", "public interface I { int Size { get; } }\npublic interface IMore : I { }\n"),
        ("Lib/Base.cs", "public class Base { public int Size => 1; }\n"),
        ("App/App.csproj", UsesLib),
        ("App/Middle.cs", "using Other = Base;\npublic class Middle : Other { }\n"),
        ("App/Derived.cs", "public class Unrelated { }\npublic class Derived : Middle, IMore\n{\n    public void F() { }\n}\n"));
}
