using Fathom.Completion.Filtering;

namespace Fathom.Completion.Tests;

public sealed class CSharpRepairTests
{
    [Theory]
    [InlineData("class A\n{\n    int F(int x)\n    {\n        return |\n    }\n}\n", "x;")]
    [InlineData("class A\n{\n    int F(int x)\n    {\n        x = ;\n        return |\n    }\n}\n", "x;")]
    [InlineData("class A\n{\n    void F(int x)\n    {\n        F(|)\n    }\n}\n", "1);")]
    [InlineData("class A\n{\n    void F(int x)\n    {\n        F(|\n", "1);")]
    [InlineData("class A\n{\n    void F(int x)\n    {\n        F(|\n\n    public int G() => 1;\n}\n", "1);")]
    [InlineData("class A\n{\n    void F(int x)\n    {\n        if (x > 0)\n        {\n            F(|\n\n    public int G() => 1;\n}\n", "1);")]
    public void What_parses_stays(string marked, string inserted) => Assert.Equal(inserted, Repair(marked, inserted));

    [Theory]
    [InlineData("F(|\n", "1", "1);")]
    [InlineData("F(|\n", "x[1", "x[1]);")]
    [InlineData("while (x > 0) {|\n", "\n            F(1);", "\n            F(1);\n        }")]
    [InlineData("int y = |\n", "x", "x;")]
    [InlineData("|\n", "F(1);\n        if (x == 2)\n        {\n            F(", "F(1);")]
    [InlineData("|\n        {\n            F(2);\n        }\n        else { }\n", "if (x == 2)\n        {\n            F(1);\n        }", "if (x == 2)")]
    public void What_the_line_leaves_open_is_closed_and_what_is_unfinished_is_cut(string statement, string inserted, string expected) =>
        Assert.Equal(expected, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("namespace N\n{\n    public interface |\n    }\n}\n", "ICart")]
    [InlineData("class A\n{\n    public void |\n    }\n}\n", "Add(int item)")]
    [InlineData("class A : B\n{\n    public A(string name) : base(|\n    }\n}\n", "name)")]
    public void The_head_of_a_declaration_waits_for_a_body_that_is_closed_below(string marked, string inserted) => Assert.Equal(inserted, Repair(marked, inserted));

    [Theory]
    [InlineData("class A\n{\n    |\n    {\n        F(1);\n    }\n}\n", "class B")]
    public void Elsewhere_it_does_not(string marked, string inserted) => Assert.Null(Repair(marked, inserted));

    [Theory]
    [InlineData("class A\n{\n    public abstract void |\n}\n", "Add(int item)", "Add(int item);")]
    [InlineData("class A\n{\n    public void |\n\n    int G() => 1;\n}\n", "Add(int item)", "Add(int item);")]
    [InlineData("class A\n{\n    public int F(int x) => |\n}\n", "G(x)", "G(x);")]
    public void What_has_no_body_there_ends_with_a_semicolon(string marked, string inserted, string expected) => Assert.Equal(expected, Repair(marked, inserted));

    [Theory]
    [InlineData("return |\n", "x.Sum(; }")]
    [InlineData("var y = G(o => { o.A = 1|\n            .F(1);\n", "; });")]
    [InlineData("return x;|\n", " else")]
    [InlineData("|\n        return;\n", "if (x > 0) {")]
    [InlineData("if (x > 0|\n            F(1); }\n", ")")]
    public void An_error_that_stays_open_is_not_shown(string statement, string inserted) =>
        Assert.Null(Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("class A\n{\n    |\n    {\n        F();\n    }\n}\n", "public int X { get; set; }")]
    [InlineData("class A\n{\n    void F()\n    {\n        |\n        {\n            F();\n        });\n    }\n}\n", "int x = 1;")]
    [InlineData("class A\n{\n    int F() |\n        A.G(() => 1);\n}\n", "=> 1;")]
    public void What_follows_has_to_fit_too(string marked, string inserted) => Assert.Null(Repair(marked, inserted));

    [Fact]
    public void Errors_in_other_members_are_not_the_suggestions_fault()
    {
        const string marked = "class A\n{\n    int x = ;\n\n    int F(int x)\n    {\n        return |\n    }\n\n    int y = ;\n}\n";

        Assert.Equal("x;", Repair(marked, "x;"));
    }

    [Theory]
    [InlineData("    void G()\n    {\n        }\n    }\n")]
    [InlineData("    }\n\n    void G()\n    {\n    }\n")]
    public void A_closing_brace_too_many_below_is_not_the_suggestions_fault(string below)
    {
        string marked = "class A\n{\n    int F(int x)\n    {\n        return |\n    }\n\n" + below + "}\n";

        Assert.Equal("x;", Repair(marked, "x;"));
    }

    [Fact]
    public void A_closing_brace_too_many_above_is_not_the_suggestions_fault()
    {
        const string marked = "class A\n{\n    void G()\n    {\n        }\n    }\n\n    int F(int x)\n    {\n        return |\n    }\n\n    void H()\n    {\n    }\n}\n";

        Assert.Equal("x;", Repair(marked, "x;"));
    }

    [Theory]
    [InlineData("if (x > 0) |\n            F(1);\n        }\n        F(2);\n", "F(3);")]
    [InlineData("F(y => |\n            F(1);\n        });\n        F(2);\n", "y);")]
    public void A_closing_brace_whose_opener_belongs_on_the_line_is(string statement, string inserted) =>
        Assert.Null(Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("for (int i = 0; i < |\n        {\n            F(\n        }\n\n        throw new \n", "x; i++)", "x; i++)")]
    [InlineData("int y = |\n        throw new \n", "x;", "x;")]
    public void Errors_in_other_lines_of_the_member_are_not_the_suggestions_fault(string statement, string inserted, string expected) =>
        Assert.Equal(expected, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("for (int i = 0; i < |\n", "x; i++)", "x; i++)")]
    [InlineData("if (x > |\n", "0)", "0)")]
    [InlineData("while (F(|\n", "x", "x))")]
    public void The_head_of_a_statement_may_wait_for_its_block(string statement, string inserted, string expected) =>
        Assert.Equal(expected, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    private static string? Repair(string marked, string inserted) =>
        CSharpRepair.Find(MarkedText.Cursor(marked), inserted, CancellationToken.None)?.Text;
}
