using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using static Fathom.Repository.Tests.CSharp.CheckedDocuments;

namespace Fathom.Repository.Tests.CSharp;

/// <summary>What the check does not judge, because something is not there to be seen: packages that are missing, sources that tools write, what another project means by a name.</summary>
public sealed class UnseenCodeTests
{
    [Theory]
    [InlineData("using Acme; class A { void M(string name) { ▮ } }", "name.Should().Be(1);")]
    [InlineData("using Acme; class A { void M(string name) { ▮ } }", "name.Should();")]
    [InlineData("using Acme; class A { bool _is = ▮; }", "\"\".Should()")]
    public void An_extension_method_of_a_missing_package_may_have_the_name_of_one_that_is_known(string marked, string text)
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Checks.cs", "public class Check { public void Be() { } } public static class Checks { public static Check Should(this int number, bool isValid) => null; }"));

        Assert.Null(ProblemOf(marked, text, workspace));
        Assert.Equal(CodeProblemKind.WrongArguments, ProblemOf("class A { void M(int number) { ▮ } }", "number.Should();", workspace)?.Kind);
    }

    [Fact]
    public void A_tool_may_write_a_constructor_of_half_a_type()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Nodes.cs", "public partial class Half { } public class Whole { }"));

        Assert.Null(ProblemOf("class A { object M() { ▮ } }", "return new Half(1);", workspace));
        Assert.Equal(CodeProblemKind.WrongArguments, ProblemOf("class A { object M() { ▮ } }", "return new Whole(1);", workspace)?.Kind);
    }

    [Fact]
    public void A_type_within_a_type_that_a_tool_writes_is_not_judged()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Use.cs", "class Use { Message.Types.Part part; }"), new RepositoryText("Cart.cs", Cart));

        Assert.Null(ProblemOf("class A { object M() { ▮ } }", "return new Message.Types.Part { Id = 1 };", workspace));
        Assert.Equal(CodeProblemKind.UnknownMember, ProblemOf("class A { object M() { ▮ } }", "return new Shop.Cart.Piece { Id = 1 };", workspace)?.Kind);
    }

    [Fact]
    public void What_a_generic_method_gives_for_an_unknown_argument_is_not_known_either()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Use.cs", "class Use { Message message; int Size; }"));

        Assert.Null(ProblemOf("class A { T Copy<T>(T value) => value; int M() { var copy = Copy(new Message()); ▮ } }", "return copy.Size;", workspace));
        Assert.Equal(CodeProblemKind.UnknownMember, ProblemOf("class A { int M<T>(T value) { ▮ } }", "return value.Size;", workspace)?.Kind);
    }

    [Fact]
    public void What_derives_from_an_unknown_type_may_be_an_argument_of_any()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Sinks.cs", "public class Probe<T> : ISubscriber<T> { } public static class Sink { public static void From<T>(ISubscriber<T> to) { } public static void Of(string to) { } }"));

        Assert.Null(ProblemOf("class A { void M(Probe<int> probe) { ▮ } }", "Sink.From(probe); Sink.Of(probe);", workspace));
        Assert.Equal(CodeProblemKind.WrongArguments, ProblemOf("class A { void M(A probe) { ▮ } }", "Sink.Of(probe);", workspace)?.Kind);
    }

    [Fact]
    public void A_list_of_arguments_is_known_where_each_of_them_is()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Calls.cs", "public class Calls { public void All(int[] all) { } Missing missing; }"));

        Assert.Null(ProblemOf("class A { void M(Calls calls, Missing missing) { ▮ } }", "calls.All([1, missing]);", workspace));
        Assert.Equal(CodeProblemKind.WrongArguments, ProblemOf("class A { void M(Calls calls) { ▮ } }", "calls.All([1, \"\"]);", workspace)?.Kind);
    }

    [Fact]
    public void A_member_of_another_type_of_the_same_name_may_be_meant()
    {
        CSharpWorkspace workspace = Workspace(
            new RepositoryText("a/Limits.cs", "namespace Shop { class Limits { public const int Few = 1; } }"),
            new RepositoryText("b/Limits.cs", "namespace Shop.Orders { class Limits { public const int Many = 9; } class Use { int some = Limits.Many; int size; } }"));

        Assert.Null(ProblemOf("namespace Shop { class A { int M() { ▮ } } }", "return Limits.Many;", workspace));
        Assert.Equal(CodeProblemKind.UnknownMember, ProblemOf("namespace Shop { class A { int M() { ▮ } } }", "return Limits.size;", workspace)?.Kind);
    }

    [Theory]
    [InlineData("return new Parcel(1);")]
    [InlineData("return Wire.Format(1);")]
    public void A_type_that_is_used_but_declared_by_nothing_that_was_read_is_no_problem_where_something_else_has_its_name(string text)
    {
        CSharpWorkspace workspace = Workspace(
            new RepositoryText("Use.cs", "class Use { object Parcel => new Parcel(2); object o = Wire.Format(2); }"),
            new RepositoryText("Wire.cs", "namespace Shop.Wire { class Inner { } }"));

        Assert.Null(ProblemOf("class A { object M() { ▮ } }", text, workspace));
    }

    [Fact]
    public void What_a_project_imports_by_another_name_or_from_a_type_is_in_scope()
    {
        CSharpWorkspace workspace = Workspace(
            """<Project><ItemGroup><Using Include="Shop.Resources" Alias="SR" /><Using Include="Shop.Formats" Static="true" /></ItemGroup></Project>""",
            new RepositoryText("Shop.cs", "namespace Shop; public static class Resources { public const string Sold = \"\"; } public static class Formats { public static class Tokens { public const string Plain = \"\"; } public static int Count() => 1; }"));

        Assert.Null(ProblemOf("class A { string M() { ▮ } }", "return SR.Sold + Tokens.Plain + Count();", workspace));
        Assert.Equal(CodeProblemKind.UnknownMember, ProblemOf("class A { string M() { ▮ } }", "return SR.Lost;", workspace)?.Kind);
    }

    [Fact]
    public void What_two_projects_import_by_one_name_is_not_judged()
    {
        var workspace = new CSharpWorkspace();
        workspace.Load(
            [new RepositoryText("Shop.cs", "namespace Shop; public static class Cold { public static int Milk; } public static class Warm { public static int Bread; } class Use { int some = Goods.Milk; }")],
            [
                new RepositoryText("a/A.csproj", """<Project><ItemGroup><Using Include="Shop.Cold" Alias="Goods" /></ItemGroup></Project>"""),
                new RepositoryText("b/B.csproj", """<Project><ItemGroup><Using Include="Shop.Warm" Alias="Goods" /></ItemGroup></Project>"""),
            ],
            CancellationToken.None);

        Assert.Null(ProblemOf("class A { int M() { ▮ } }", "return Goods.Milk + Goods.Bread;", workspace));
    }

    [Fact]
    public void Types_that_projects_import_from_do_not_get_in_each_others_way()
    {
        static RepositoryText Events(string name) => new($"{name}.cs", $"public static class {name} {{ public class Start {{ }} public static void Raise(Start start) {{ }} }}");
        CSharpWorkspace workspace = Workspace(
            """<Project><ItemGroup><Using Include="Client" Static="true" /><Using Include="Server" Static="true" /></ItemGroup></Project>""",
            Events("Client"),
            Events("Server"));

        Assert.Null(ProblemOf("using static Client; class A { void M(Start start) { ▮ } }", "Raise(start); Raise(new Client.Start());", workspace));
    }

    [Fact]
    public void A_type_that_a_project_imports_from_and_nothing_declares_may_have_any_member()
    {
        CSharpWorkspace workspace = Workspace(
            """<Project><ItemGroup><Using Include="Acme.Verify" Static="true" /></ItemGroup></Project>""",
            new RepositoryText("Use.cs", "class Use { void Equal(int a) { } void M() { Equal(1); } }"));

        Assert.Null(ProblemOf("class A { void M() { ▮ } }", "Equal(1);", workspace));
    }

    [Fact]
    public void What_takes_something_of_an_unknown_type_takes_anything()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Parts.cs", "public class Part { public Part(Missing missing) { } public void Add(Missing missing) { } }"));

        Assert.Null(ProblemOf("class A : Part { A() ▮ { } }", ": base(new A())", workspace));
        Assert.Null(ProblemOf("class A { void M(Part part) { ▮ } }", "part.Add(part);", workspace));
    }

    [Fact]
    public void What_a_function_gives_to_a_call_that_is_ambiguous_is_not_judged()
    {
        const string Copies = "public static class Copies { public static string Add(this int number, string name) => name; }";
        CSharpWorkspace workspace = Workspace(
            new RepositoryText("Throws.cs", "public static class Check { public static void Throws(System.Action code) { } public static void Throws(System.Func<System.Threading.Tasks.Task> code) { } }"),
            new RepositoryText("Copies.cs", Copies),
            new RepositoryText("api/Copies.cs", Copies));

        Assert.Null(ProblemOf("class A { void M() { ▮ } }", "Check.Throws(() => 1.Add(null));", workspace));
    }

    [Fact]
    public void The_internal_type_of_an_assembly_says_nothing_of_one_that_a_tool_writes()
    {
        // Roslyn's own assembly has an internal type of this name, for its texts.
        string assembly = typeof(Microsoft.CodeAnalysis.Compilation).Assembly.Location;
        var workspace = new CSharpWorkspace();
        workspace.Load([new RepositoryText("Use.cs", "using Microsoft.CodeAnalysis; class Use { string text = CodeAnalysisResources.Greeting; }")], [], [assembly], CancellationToken.None);

        Assert.Null(ProblemOf("using Microsoft.CodeAnalysis; class A { string M() { ▮ } }", "return CodeAnalysisResources.Format(CodeAnalysisResources.Greeting);", workspace));
    }
}
