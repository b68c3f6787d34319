using Fathom.Repository.CSharp;
using Fathom.Repository.Files;
using Fathom.Repository.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.Tests.CSharp;

public sealed class CSharpNestingTests
{
    // The secondary threads of a server have half as much again.
    private const int SmallStack = 1024 * 1024;

    /// <summary>What Roslyn reads or binds by recursion: what stands before, what is repeated, what stands between, the other half of what is repeated, what stands behind.</summary>
    public static TheoryData<string, string, string, string, string> Forms => new()
    {
        { "int x = ", "(", "1", ")", ";" },
        { "int x = ", "F(", "1", ")", ";" },
        { "int x = ", "a[", "1", "]", ";" },
        { "", "{ ", "", "}", "" },
        { "", "void F() { ", "", "}", "" },
        { "", "foreach (var i in a) { ", "", "}", "" },
        { "", "foreach (var i in a) ", "", "", ";" },
        { "", "if (a) ", "", "", ";" },
        { "if (a) ;", " else while (a) if (a) ;", "", "", "" },
        { "if (a) { }", " else foreach (var i in a) if (a) { }", "", "", "" },
        { "if (a) ;", " else while (a) if (a) ; else if (a) ;", "", "", "" },
        { "", "using (a) ", "", "", ";" },
        { "", "a: ", "", "", ";" },
        { "var x = ", "new A { B = ", "1", "}", ";" },
        { "Action x = ", "() => { Action x = ", "null", ";}", ";" },
        { "var x = ", "x => ", "1", "", ";" },
        { "var x = ", "a switch { 1 => ", "1", "}", ";" },
        { "var x = a", " switch { }", "", "", ";" },
        { "var x = a", " with { }", "", "", ";" },
        { "bool x = a is ", "{ A: ", "1", "}", ";" },
        { "bool x = a is ", "not ", "1", "", ";" },
        { "bool x = a", " is int", "", "", ";" },
        { "", "(", "int a", ", int b)", " x;" },
        { "A", "<A", "", ">", " x;" },
        { "A", "<int, A", "", ">", " x;" },
        { "int", "*", "", "", " x;" },
        { "int x = ", "- ", "1", "", ";" },
        { "int x = ", "!", "1", "", ";" },
        { "int x = ", "(int)", "1", "", ";" },
        { "int x = ", "(int)-", "1", "", ";" },
        { "int x = ", "await ", "a", "", ";" },
        { "int x = ", "a == 1 ? 1 : ", "1", "", ";" },
        { "int x = ", "a ?? ", "1", "", ";" },
        { "", "a = ", "1", "", ";" },
        { "var x = a", ".Foo", "", "", ";" },
        { "var x = a", ".Foo(x => x)", "", "", ";" },
        { "var x = a", "?.Foo", "", "", ";" },
        { "var x = a", "[0]", "", "", ";" },
        { "var x = new A() { [0]", "[0]", " = 1", "", " };" },
        { "var x = a", "()", "", "", ";" },
        { "var x = a", "!", "", "", ";" },
        { "var x = a", "++", "", "", ";" },
        { "var x = from x in a", " from y in a", "", "", " select x;" },
        { "var x = from x in a", " orderby x, x", "", "", " select x;" },
        { "var x = from x in a", " select x into x", "", "", " select x;" },
        { "\n#if ", "(", "A", ")", "\n#endif\n" },
        { "\n#if ", "!", "A", "", "\n#endif\n" },
        { "\n", "#if A\n", "", "#endif\n", "" },
        { "\n/// ", "<a>", "", "</a>", "\nvoid F() { }" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_nested_without_end_is_not_bearable(string before, string repeated, string between, string other, string behind) =>
        Assert.False(CSharpNesting.IsBearable(Nested(before, repeated, between, other, behind, 10_000)));

    [Theory]
    [MemberData(nameof(Forms))]
    public void What_is_nested_as_people_write_is_bearable(string before, string repeated, string between, string other, string behind) =>
        Assert.True(CSharpNesting.IsBearable(Nested(before, repeated, between, other, behind, 25)));

    /// <summary>Were one of them too deep, the tests would end here.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void The_deepest_bearable_text_is_read_and_bound_on_a_small_stack(string before, string repeated, string between, string other, string behind)
    {
        int depth = 25;
        while (CSharpNesting.IsBearable(Nested(before, repeated, between, other, behind, depth + 10)))
        {
            depth += 10;
        }

        string text = Nested(before, repeated, between, other, behind, depth);
        int read = 0;
        var thread = new Thread(() => read = Bind(text), SmallStack);
        thread.Start();
        thread.Join();

        Assert.Equal(text.Length, read);
    }

    [Theory]
    [InlineData("string s = \"a\"", " + \"b\" + x.Name", ";")]
    [InlineData("bool b = a == 1", " || a <= 2 && a != 3", ";")]
    [InlineData("int[] s = {", " 1 << 3, -x.A, F(a, (int)b),", "};")]
    [InlineData("var s = new Table {", " [\"a\"] = new() { A = x => x.B, C = a ? 1 : 2 }, ", "};")]
    [InlineData("if (a) { }", " else if (b.C is D d) { e.F(); }", "")]
    [InlineData("if (a) b();", " else if (b.C is D d) e.F();", "")]
    [InlineData("", " if (a) while (b) c(); else d();", "")]
    [InlineData("if (a) { }", " if (b.C is D d) { e.F(); }", "")]
    [InlineData("switch (a) {", " case A.B:", " break; }")]
    [InlineData("var s = a switch {", " A.B => c.D(), ", " };")]
    [InlineData("", " x.Y = z ? -1 : 1;", "")]
    [InlineData("", " // it's ((( a == b ? c : (\n", "")]
    [InlineData("/* ", "((((", " */")]
    [InlineData("var s = \"", "((((\\\"", "\";")]
    [InlineData("var s = @\"", "((((\"\"", "\";")]
    [InlineData("var s = \"\"\"\n", "((((\"\" '", "\n\"\"\";")]
    [InlineData("var s = $\"", "{{(((({a.B:X2}", "\";")]
    [InlineData("var s = $\"\"\"\n", "(((( {F(\"x\")}\n", "\"\"\";")]
    [InlineData("", " c = '(' + '\\'' + '\"' + '\\\\' + '{';", "")]
    public void What_is_long_is_bearable(string before, string repeated, string behind) =>
        Assert.True(CSharpNesting.IsBearable(Nested(before, repeated, "", "", behind, 3000)));

    [Theory]
    [InlineData("[Row(1)]\n[Row(2)]\n")]
    [InlineData("class A<T> : B where T : class { [A] [B(1)] public List<T> C { get; } = new() { 1 }; int D() => 1; ~A() { } }\n")]
    [InlineData("/// <summary>Less than <see cref=\"A{B}\"/>.</summary>\nenum A { B = 1 << 2, C }\n")]
    [InlineData("#if A || !B\n#region It's\n#endregion\n#endif\nclass A { }\n")]
    public void A_file_may_have_any_number_of_declarations(string declaration) =>
        Assert.True(CSharpNesting.IsBearable($"{declaration}class A {{ {string.Concat(Enumerable.Repeat(declaration, 3000))} }}"));

    [Fact]
    public void An_assembly_may_have_any_number_of_attributes() =>
        Assert.True(CSharpNesting.IsBearable(string.Concat(Enumerable.Repeat("[assembly: A(typeof(B), C = 1)]\n", 3000))));

    [Fact]
    public void What_a_hole_in_a_string_holds_counts() =>
        Assert.False(CSharpNesting.IsBearable(Nested("var s = $\"", "{F(", "1", ")}", "\";", 1) + Nested("var s = $$\"\"\"{{", "(", "1", ")", "}}\"\"\";", 1000)));

    [Fact]
    public void A_workspace_leaves_such_a_file_out_until_it_is_changed()
    {
        var workspace = new CSharpWorkspace();
        string deep = Nested("A", "<A", "", ">", " x;", 8500);

        workspace.Load([new RepositoryText("A.cs", "class A;"), new RepositoryText("B.cs", deep)], [], TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (workspace.Files, workspace.LeftOut));

        workspace.Update(new RepositoryText("B.cs", "class B;"), TestContext.Current.CancellationToken);
        Assert.Equal(2, workspace.Files);

        workspace.Update(new RepositoryText("B.cs", deep), TestContext.Current.CancellationToken);
        Assert.Equal(1, workspace.Files);
    }

    [Fact]
    public void A_workspace_says_nothing_of_such_a_document()
    {
        var workspace = new CSharpWorkspace();
        workspace.Load([new RepositoryText("A.cs", "class A;")], [], TestContext.Current.CancellationToken);

        Assert.Null(workspace.View("B.cs", Nested("int x = ", "- ", "1", "", ";", 20_000), 0));
    }

    [Fact]
    public void The_index_knows_no_types_of_such_a_file() =>
        Assert.Empty(CSharpSymbols.In("A.cs", Nested("", "(", "int a", ", int b)", " x;", 15_000), TestContext.Current.CancellationToken));

    private static int Bind(string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview));
        CSharpCompilation compilation = CSharpDialect.Compilation(ProjectSettings.None, [], CSharpDialect.ParseOptions([])).AddSyntaxTrees(tree);
        _ = compilation.GetSemanticModel(tree).GetDiagnostics();
        return tree.GetRoot().FullSpan.Length;
    }

    private static string Nested(string before, string repeated, string between, string other, string behind, int depth) =>
        $"class C {{ void M() {{ {before}{string.Concat(Enumerable.Repeat(repeated, depth))}{between}{string.Concat(Enumerable.Repeat(other, depth))}{behind} }} }}";
}
