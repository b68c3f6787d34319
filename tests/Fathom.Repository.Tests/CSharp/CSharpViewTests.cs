using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using static Fathom.Repository.Tests.CSharp.CheckedDocuments;

namespace Fathom.Repository.Tests.CSharp;

public sealed class CSharpViewTests
{
    [Fact]
    public void Behind_a_dot_only_members_within_reach_are_valid()
    {
        ValidNames names = NamesAt("class A { void M(Shop.Cart cart) { cart.▮ } }");

        Assert.Equal(NameCertainty.Certain, names.Certainty);
        Assert.Contains("Count", NamesOf(names));
        Assert.Contains("ToString", NamesOf(names));
        Assert.DoesNotContain("Empty", NamesOf(names));
        Assert.DoesNotContain("_secret", NamesOf(names));
    }

    [Theory]
    [InlineData("using System.Linq; class A { void M(Shop.Cart[] all) { all.Where(each => each.Count > 0).First().▮ } }", "Cart")]
    [InlineData("class A { T M<T>() where T : Shop.Cart => default; void N() { M<Shop.Cart>().Co▮ } }", "Cart")]
    [InlineData("class A { void M<T>(T cart) where T : Shop.Cart { cart.▮ } }", "Cart")]
    [InlineData("class A { void M(Shop.Colour? colour) { colour?.▮ } }", "Colour")]
    [InlineData("class A { void M() { Shop.Cart.▮ } }", "Cart")]
    [InlineData("class A { void M() { unknown.▮ } }", null)]
    [InlineData("class A { void M() { ▮ } }", null)]
    public void The_type_of_what_stands_before_a_dot_is_told(string marked, string? type) => Assert.Equal(type, ViewAt(Shop, marked).ReceiverType(CancellationToken.None));

    [Fact]
    public void Behind_a_type_only_static_members_are_valid()
    {
        Assert.Equal(["Empty"], NamesOf(NamesAt("class A { void M() { Shop.Cart.▮ } }")));
        Assert.Equal(["Green", "Red"], NamesOf(NamesAt("class A { bool M(Shop.Colour c) => c == Shop.Colour.▮; }")).Order());
    }

    [Fact]
    public void Extension_methods_of_imported_namespaces_are_members()
    {
        ValidNames names = NamesAt("using System.Linq; class A { void M(int[] xs) { xs.▮ } }");

        Assert.Contains("Where", NamesOf(names));
        Assert.Contains("Length", NamesOf(names));
    }

    [Fact]
    public void An_import_of_a_missing_package_makes_members_likely_only()
    {
        ValidNames names = NamesAt("using Acme.Assertions; class A { void M(int number) { number.▮ } }");

        Assert.Equal(NameCertainty.Likely, names.Certainty);
    }

    [Fact]
    public void An_object_initializer_sets_members_of_its_type()
    {
        ValidNames names = NamesAt("class A { Shop.Cart M() => new Shop.Cart { ▮ }; }");

        Assert.Equal(["Count"], NamesOf(names));
    }

    [Fact]
    public void In_a_statement_what_is_in_scope_is_likely()
    {
        ValidNames names = NamesAt("using Shop; class A { int _field; void M(int amount) { int local = 1; ▮ } }");

        Assert.Equal(NameCertainty.Likely, names.Certainty);
        Assert.Subset(NamesOf(names).ToHashSet(), new HashSet<string> { "_field", "amount", "local", "Cart", "M", "return" });
    }

    [Fact]
    public void Names_that_the_text_declares_itself_are_in_scope()
    {
        CSharpView view = ViewAt(Shop, "class A { void M() { ▮ } }");

        ValidNames names = view.NamesAfter(0, "int total = 0; return ", CancellationToken.None);

        Assert.Contains("total", NamesOf(names));
    }

    [Fact]
    public void An_argument_may_name_its_parameter() => Assert.Contains("amount", NamesOf(NamesAt("class A { void M(Shop.Cart cart) { cart.Add(▮); } }")));

    [Theory]
    [InlineData("class A { void M() { int ▮ } }")]
    [InlineData("class A { void M(int ▮) { } }")]
    [InlineData("class ▮ { }")]
    [InlineData("class A { void M() { var (a, ▮ } }")]
    [InlineData("class A { } // a ▮")]
    [InlineData("class A { string S = \"a ▮\"; }")]
    public void Where_a_new_name_or_a_text_is_written_nothing_is_known(string marked) =>
        Assert.Equal(NameCertainty.Unknown, NamesAt(marked).Certainty);

    [Fact]
    public void A_receiver_whose_base_is_missing_leaves_other_members_possible()
    {
        ValidNames names = NamesAt("class A : Missing { void M() { this.▮ } }");

        Assert.NotEqual(NameCertainty.Certain, names.Certainty);
    }

    [Fact]
    public void Names_come_with_how_often_the_repository_writes_them()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Cart.cs", Cart), new RepositoryText("Use.cs", "class U { void M(Shop.Cart c) { c.Count++; c.Count++; } }"));

        ValidNames names = ViewAt(workspace, "class A { void M(Shop.Cart cart) { cart.▮ } }").NamesAfter(0, "", CancellationToken.None);

        Assert.Equal(3, names.Names.Single(name => name.Key == "Count").Value);
    }

    [Fact]
    public void A_changed_file_is_seen_at_once_and_counted_once()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Cart.cs", Cart));

        workspace.Update(new RepositoryText("Cart.cs", Cart.Replace("Count", "Total", StringComparison.Ordinal)), CancellationToken.None);

        ValidNames names = ViewAt(workspace, "class A { void M(Shop.Cart cart) { cart.▮ } }").NamesAfter(0, "", CancellationToken.None);
        Assert.DoesNotContain("Count", NamesOf(names));
        Assert.Equal(1, names.Names.Single(name => name.Key == "Total").Value);
    }

    [Fact]
    public void A_document_takes_the_place_of_its_file()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("A.cs", "class A { int Old; }"));
        const string text = "class A { int New; void M() { this. } }";

        ValidNames names = workspace.View("A.cs", text, text.IndexOf("this.", StringComparison.Ordinal) + 5)!.NamesAfter(0, "", CancellationToken.None);

        Assert.Contains("New", NamesOf(names));
        Assert.DoesNotContain("Old", NamesOf(names));
    }

    [Fact]
    public void Before_it_is_loaded_a_workspace_answers_nothing() => Assert.Null(new CSharpWorkspace().View("A.cs", "class A { }", 0));

    [Theory]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "cart.Add(\"pen\", cart.Count);")]
    [InlineData("class A { int M(Shop.Cart cart) { ▮ } }", "return cart.Count + 1;")]
    [InlineData("class A { void M(int[] xs) { foreach (int x in xs) { ▮ } } }", "System.Console.WriteLine(x);")]
    [InlineData("class A { int M(Shop.Cart cart) => ▮; }", "cart.Count + 1")]
    [InlineData("class A { int N => ▮; }", "Shop.Cart.Empty.Count")]
    [InlineData("class A { static string M(Shop.Cart cart) { ▮ } }", "return nameof(Shop.Cart) + nameof(cart.Count);")]
    [InlineData("class A { void M(System.Action<int> use) { ▮ } }", "M(each => { int twice = each * 2; use(twice); });")]
    [InlineData("class A { System.Action M() { ▮ } static void N() { } }", "return N;")]
    [InlineData("class A { void M(int each) { int one = 1; ▮ } }", "System.Action<int> use = each => { int one = each; };")]
    [InlineData("class A { byte M(long wide) { ▮ } }", "return (byte)wide;")]
    [InlineData("using System.Threading.Tasks; class A { async Task<int> M(Task<int> task) { ▮ } }", "return await task;")]
    [InlineData("class A { bool M(object o) { ▮ } }", "return o is Shop.Cart { Count: > 1 } cart && cart.Count < 9;")]
    [InlineData("class A { object M() { ▮ } }", "return new { Shop.Cart.Empty.Count, Twice = 2 };")]
    [InlineData("class A { void M(dynamic any) { ▮ } }", "any.Whatever(1).Else = 2;")]
    public void Text_that_binds_has_no_problem(string marked, string text) => Assert.Null(ProblemOf(marked, text));

    [Theory]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "cart.Discard();", CodeProblemKind.UnknownMember)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "basket.Add();", CodeProblemKind.UnknownName)]
    [InlineData("class A { void M() { ▮ } }", "var cart = new Basket();", CodeProblemKind.UnknownName)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "cart.Add(\"pen\");", CodeProblemKind.WrongArguments)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "cart.Add(1, 2);", CodeProblemKind.WrongArguments)]
    [InlineData("class A { int M(Shop.Cart cart) { ▮ } }", "return \"one\";", CodeProblemKind.WrongType)]
    [InlineData("class A { int M(Shop.Cart cart) => ▮; }", "cart.Total", CodeProblemKind.UnknownMember)]
    [InlineData("class A { int M(Shop.Cart cart) { ▮ } }", "return cart.Add;", CodeProblemKind.WrongType)]
    [InlineData("class A { int M(Shop.Cart cart) { ▮ } }", "return cart.Count - cart;", CodeProblemKind.WrongType)]
    [InlineData("class A { int M(Shop.Cart cart) { ▮ } }", "return cart[0];", CodeProblemKind.WrongType)]
    [InlineData("class A { int M(long wide) { ▮ } }", "return wide;", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "cart._secret = 1;", CodeProblemKind.UnknownMember)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "cart.Count;", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "return cart;", CodeProblemKind.WrongType)]
    [InlineData("class A { int M(Shop.Cart cart) { ▮ } }", "return;", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "int cart = 1;", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(Shop.Cart cart) { int count = 1; ▮ } }", "int count = 2;", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "foreach (var each in cart) { }", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "var nothing = cart.Add(\"pen\", 1);", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(Shop.Cart cart) { ▮ } }", "cart.Add(Shop.Cart, 1);", CodeProblemKind.WrongArguments)]
    [InlineData("class A { int _size; static int M() { ▮ } }", "return _size;", CodeProblemKind.WrongType)]
    [InlineData("class A { void M(System.Action<Shop.Cart> use) { ▮ } }", "M(cart => cart.Discard());", CodeProblemKind.UnknownMember)]
    public void The_compiler_names_what_is_wrong(string marked, string text, CodeProblemKind kind) => Assert.Equal(kind, ProblemOf(marked, text)?.Kind);

    [Fact]
    public void What_a_function_gets_from_an_unknown_method_is_not_known_either() =>
        Assert.Null(ProblemOf("using Acme; class A { void M(int number) { number.Given(each => { ▮ }); } }", "each.Then(1);", Workspace(new RepositoryText("B.cs", "class B { object o = number.Given; }"))));

    [Fact]
    public void In_a_function_of_an_unknown_method_a_name_that_is_nowhere_in_scope_is_unknown_all_the_same()
    {
        const string Test = "using Acme; class A { int _sum; void M(int number) { number.Given(each => { int own = 1; ▮ }); } }";

        Assert.Equal(CodeProblemKind.UnknownName, ProblemOf(Test, "own = nowhere;")?.Kind);
        Assert.Null(ProblemOf(Test, "own = each + number + _sum;"));
    }

    [Fact]
    public void A_type_that_a_folder_holds_twice_can_be_called_all_the_same()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Pen.cs", "public partial class Pen { public void Write(int n) { } }"), new RepositoryText("api/Pen.cs", "public partial class Pen { public void Write(int n) { } }"));

        Assert.Null(ProblemOf("class A { void M(Pen pen) { ▮ } }", "pen.Write(1);", workspace));
    }

    [Fact]
    public void A_member_that_other_files_use_may_come_from_a_missing_package()
    {
        const string test = "using Acme; class A { void M(int number) { ▮ } }";
        CSharpWorkspace workspace = Workspace(new RepositoryText("Other.cs", "using Acme; class B { void M(int number) { number.Should(); } }"));

        Assert.Null(ProblemOf(test, "number.Should();", workspace));
        Assert.NotNull(ProblemOf(test, "number.Shuold();", workspace));
    }

    [Fact]
    public void An_attribute_that_is_not_bound_tells_of_a_package_that_imports_by_itself()
    {
        const string Body = "class A { [Test] void M(int number) { number.Should(); Verify.That(1); ▮ } }";
        CSharpWorkspace workspace = Workspace(new RepositoryText("Document.cs", Body.Replace("▮", "", StringComparison.Ordinal)));

        Assert.Null(ProblemOf(Body, "number.Should();", workspace));
        Assert.Null(ProblemOf(Body, "Verify.That(2);", workspace));
        Assert.NotNull(ProblemOf(Body, "Verfiy.That(2);", workspace));
    }

    [Fact]
    public void A_name_that_the_repository_writes_but_does_not_declare_may_come_from_a_package()
    {
        CSharpWorkspace workspace = Workspace(new RepositoryText("Tests.cs", "class Tests { void M() { Verify.That(1); } }"), new RepositoryText("Cart.cs", Cart));

        Assert.Null(ProblemOf("class A { void M() { ▮ } }", "Verify.That(2);", workspace));
        Assert.NotNull(ProblemOf("class A { void M() { ▮ } }", "Cart.Empty.Add();", workspace));
    }

    [Fact]
    public void Only_what_is_inserted_is_judged() => Assert.Null(ProblemOf("class A { void M(Shop.Cart cart) { cart.Wrong(); ▮ cart.Wrong(); } }", "cart.Count++;"));

    [Fact]
    public void A_problem_says_where_it_is()
    {
        CodeProblem? problem = ProblemOf("class A { void M(Shop.Cart cart) { ▮ } }", "cart.Count++; cart.Discard();");

        Assert.Equal("cart.Count++; cart.".Length, problem?.Position);
    }

    [Fact]
    public void The_other_half_of_a_partial_type_may_be_written_by_a_tool() => Assert.Null(ProblemOf("partial class A { void Known() { } void M() { ▮ } }", "this.Known(); this.M();"));

    [Theory]
    [InlineData("partial class Page { void Save() { } void M() { ▮ } }", "SaveCommand.Execute(1);")]
    [InlineData("partial class Page { void Save() { } void M() { ▮ } } partial class Page { }", "SaveCommand.Execute(1);")]
    [InlineData("partial class Page { class Inner { void M() { ▮ } } }", "Log(1);")]
    [InlineData("partial class Page { void M() { ▮ } }", "_button.Focus();")]
    [InlineData("class Page : Missing { object M() { ▮ } }", "return NotFound();")]
    [InlineData("partial class Page { } partial class Page { } class A { void M(Page page) { ▮ } }", "page.SaveCommand.Execute(1);")]
    [InlineData("partial class Page { } class A { object M() { ▮ } }", "return new Page { Title = 1 };")]
    public void Half_a_type_may_have_a_member_that_is_written_nowhere_yet(string marked, string text) => Assert.Null(ProblemOf(marked, text));

    [Theory]
    [InlineData("class Page { void Save() { } void M() { ▮ } }", "SaveCommand.Execute(1);", CodeProblemKind.UnknownName)]
    [InlineData("partial class Page { void M() { ▮ } }", "var cart = new Basket();", CodeProblemKind.UnknownName)]
    [InlineData("partial class Page { void M(Shop.Cart cart) { ▮ } }", "cart.Discard();", CodeProblemKind.UnknownMember)]
    [InlineData("partial class Page { object M() { ▮ } }", "return new Shop.Cart { Title = 1 };", CodeProblemKind.UnknownMember)]
    public void What_half_a_type_cannot_hold_is_unknown_all_the_same(string marked, string text, CodeProblemKind kind) => Assert.Equal(kind, ProblemOf(marked, text)?.Kind);

    [Theory]
    [InlineData("var own = new Basket();", null)]
    [InlineData("Basket.Clear();", null)]
    [InlineData("bool is1 = cart is not Basket;", null)]
    [InlineData("basket.Clear();", CodeProblemKind.UnknownName)]
    [InlineData("Discard();", CodeProblemKind.UnknownName)]
    [InlineData("cart.Discard();", CodeProblemKind.UnknownMember)]
    public void A_type_that_is_written_nowhere_yet_may_come_from_an_import_that_is_missing(string text, CodeProblemKind? kind) =>
        Assert.Equal(kind, ProblemOf("using Acme; class A { void M(Shop.Cart cart) { ▮ } }", text)?.Kind);

    [Theory]
    [InlineData("cart.ToDto();", null)]
    [InlineData("cart.Ship();", CodeProblemKind.UnknownMember)]
    [InlineData("int size = cart.Length;", CodeProblemKind.UnknownMember)]
    public void A_member_that_the_repository_uses_and_nothing_declares_may_be_an_extension_that_a_tool_writes(string text, CodeProblemKind? kind)
    {
        CSharpWorkspace workspace = Workspace(
            new RepositoryText("Cart.cs", Cart),
            new RepositoryText("Use.cs", "class Use { void Ship() { } int M(Shop.Cart cart, string name) { cart.ToDto(); Ship(); return name.Length; } }"));

        Assert.Equal(kind, ProblemOf("class A { void M(Shop.Cart cart) { ▮ } }", text, workspace)?.Kind);
    }

    [Theory]
    [InlineData("System.Collections.Concurrent.BlockingCollection<int> all", "foreach (int each in all) { }", true)]
    [InlineData("System.Collections.Concurrent.BlockingCollection<int> all", "await foreach (int each in all) { }", false)]
    [InlineData("Feed all", "await foreach (int each in all) { }", true)]
    [InlineData("Feed all", "foreach (int each in all) { }", false)]
    [InlineData("System.Collections.IEnumerable all", "foreach (object each in all) { }", true)]
    [InlineData("T all", "foreach (int each in all) { }", true)]
    [InlineData("T all", "await foreach (int each in all) { }", false)]
    [InlineData("System.Span<int> all", "foreach (int each in all) { }", true)]
    [InlineData("(int, int) all", "foreach (int each in all) { }", true)]
    [InlineData("Derived all", "foreach (int each in all) { }", true)]
    [InlineData("int all", "foreach (int each in all) { }", false)]
    public void What_a_loop_goes_through_is_a_sequence_by_an_interface_or_a_method_of_its_own(string parameter, string loop, bool isSound)
    {
        const string Feed = "class Feed : System.Collections.Generic.IAsyncEnumerable<int> { System.Collections.Generic.IAsyncEnumerator<int> System.Collections.Generic.IAsyncEnumerable<int>.GetAsyncEnumerator(System.Threading.CancellationToken token) => null; }";
        CSharpWorkspace workspace = Workspace(
            new RepositoryText("Feed.cs", Feed),
            new RepositoryText("Derived.cs", "class Derived : MissingCollection<int> { }"),
            new RepositoryText("Pairs.cs", "static class Pairs { public static System.Collections.Generic.IEnumerator<int> GetEnumerator(this (int, int) pair) => null; }"));

        CodeProblem? problem = ProblemOf($"class A {{ async System.Threading.Tasks.Task M<T>({parameter}) where T : System.Collections.Generic.IEnumerable<int> {{ ▮ }} }}", loop, workspace);

        Assert.Equal(isSound ? null : CodeProblemKind.WrongType, problem?.Kind);
    }
}
