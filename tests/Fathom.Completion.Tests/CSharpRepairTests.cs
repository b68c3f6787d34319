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
    [InlineData("namespace N;\n\npublic interface ICart<|\n}\n", "T>")]
    [InlineData("namespace N;\n\npublic class Cart : |\n}\n", "List<int>")]
    [InlineData("class A : B\n{\n    public A(string name) : base(|\n    }\n}\n", "name)")]
    [InlineData("class A\n{\n    void F(int x)\n    {\n        if (x > 0)\n        {\n        }\n        |\n    }\n}\n", "else")]
    public void A_head_waits_for_a_block_that_is_typed_next_or_closed_below(string marked, string inserted) => Assert.Equal(inserted, Repair(marked, inserted));

    [Theory]
    [InlineData("class A\n{\n    public void |\n\n    int G() => 1;\n}\n", "Add(int item)", "Add(int item)\n    {\n    }")]
    [InlineData("class A {\n    void F() {\n    }\n\n    public void |\n}\n", "Add(int item", "Add(int item) {\n    }")]
    [InlineData("class A {\r\n    void F() {\r\n    }\r\n\r\n    public void |\r\n}\r\n", "Add(int item", "Add(int item) {\n    }")]
    [InlineData("class A\n{\n    public void |\n}\n", "Add<T>(T item) where T : class", "Add<T>(T item) where T : class\n    {\n    }")]
    [InlineData("class A : B\n{\n    public A(string name)\n        |\n}\n", ": base(name)", ": base(name) { }")]
    [InlineData("public interface |\n", "ICart", "ICart\n{\n}")]
    public void The_head_of_a_declaration_without_a_body_below_gets_an_empty_one(string marked, string inserted, string expected) => Assert.Equal(expected, Repair(marked, inserted));

    [Fact]
    public void Where_one_line_is_wanted_the_body_is_on_it() =>
        Assert.Equal("Add(int item) { }", CSharpRepair.Find(MarkedText.Cursor("class A\n{\n    public void |\n}\n"), "Add(int item)", severalLines: false, CancellationToken.None)?.Text);

    [Theory]
    [InlineData("class A\n{\n    int x;\n\n    |\n}\n", "[Fact]")]
    [InlineData("|\n", "[assembly: CLSCompliant(true)]")]
    public void An_attribute_waits_for_its_declaration(string marked, string inserted) => Assert.Equal(inserted, Repair(marked, inserted));

    [Theory]
    [InlineData("class A\n{\n    |\n    {\n        F(1);\n    }\n}\n", "class B")]
    [InlineData("class A\n{\n    public int |\n}\n", "Count {")]
    public void Elsewhere_it_does_not(string marked, string inserted) => Assert.Null(Repair(marked, inserted));

    [Theory]
    [InlineData("class A\n{\n    public abstract void |\n}\n", "Add(int item)", "Add(int item);")]
    [InlineData("interface A\n{\n    public void |\n\n    int G();\n}\n", "Add(int item)", "Add(int item);")]
    [InlineData("class A\n{\n    public int F(int x) => |\n}\n", "G(x)", "G(x);")]
    public void What_has_no_body_there_ends_with_a_semicolon(string marked, string inserted, string expected) => Assert.Equal(expected, Repair(marked, inserted));

    [Theory]
    [InlineData("return |\n", "x.Sum(; }")]
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

    [Theory]
    [InlineData("var y = G(o => { o.A = 1|\n            .F(1);\n", "; });", "; })")]
    [InlineData("G(x => x\n            .H()\n            .I(|,\n            x);\n", "x));", "x)")]
    [InlineData("G(\n            x.Where(y => y > 0)\n                .ToArray|\n            x);\n", "();", "(),")]
    [InlineData("var y = F(new B([x, |\n        F(y);\n", "1)]);", "1]));")]
    [InlineData("G(|)\n            .F(1);\n", "F(1));", "F(1)")]
    [InlineData("G(|);\n", "true) { }", "true")]
    public void A_line_whose_end_does_not_fit_gets_one_that_does(string statement, string inserted, string expected) =>
        Assert.Equal(expected, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("namespace |\n\tclass A\n\t{\n\t}\n}\n", "N;", "N {")]
    [InlineData("namespace N.|\n\tclass A\n\t{\n\t}\n}\n", "M;", "M {")]
    [InlineData("|\n\tclass A\n\t{\n\t}\n}\n", "namespace N;", "namespace N {")]
    [InlineData("namespace |\n\nclass A\n{\n}\n", "N;", "N;")]
    public void A_namespace_that_is_closed_below_is_opened(string marked, string inserted, string expected) => Assert.Equal(expected, Repair(marked, inserted));

    [Theory]
    [InlineData("var q = from o in |\n", "F(x)", "F(x)")]
    [InlineData("var q = from o in |\n", "F(x);", "F(x)")]
    [InlineData("var q = from o in F(x)\n                |\n", "where o > 0", "where o > 0")]
    [InlineData("var q = from o in F(x)\n                |\n", "select o;", "select o;")]
    public void A_query_says_later_what_it_selects(string statement, string inserted, string expected) =>
        Assert.Equal(expected, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

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
    [InlineData("        G(1\n    }\n\n    int F(int x)\n    {\n        return |\n")]
    [InlineData("        var y = 1\n    }\n\n    int F(int x)\n    {\n        return |\n")]
    [InlineData("    }\n\n    int F(int x)\n    {\n        return |\n    }\n\n    void H()\n    {\n        var y = 1 // one\n")]
    public void An_end_that_another_member_lacks_is_not_the_suggestions_fault(string members) =>
        Assert.Equal("x;", Repair("class A\n{\n    void G()\n    {\n" + members + "    }\n}\n", "x;"));

    [Theory]
    [InlineData("var y = |\n        {\n            A = 1\n        }\n", "new B")]
    [InlineData("F(() =>\n        {\n            |\n        })\n", "F(1);")]
    public void An_end_that_is_missing_below_is_not_the_suggestions_fault(string statement, string inserted) =>
        Assert.Equal(inserted, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("class A\n{\n    void F(int x)\n    {\n        try\n        {\n            |\n")]
    [InlineData("class A\n{\n    void F(int x)\n    {\n        G(() =>\n        {\n            |\n")]
    [InlineData("#if DEBUG\nclass A\n{\n    void F(int x)\n    {\n        |\n    }\n}\n")]
    [InlineData("#region all\nclass A\n{\n    void F(int x)\n    {\n        |\n    }\n}\n")]
    public void What_is_open_at_the_end_of_the_document_may_stay_open(string marked) => Assert.Equal("F(1);", Repair(marked, "F(1);"));

    [Fact]
    public void A_line_of_a_list_gets_no_semicolon_behind_its_comma() =>
        Assert.Null(Repair("class A\n{\n    int F(int x) => x switch\n    {\n        1 => |\n", "2,"));

    [Fact]
    public void Unfinished_lines_of_its_members_say_nothing_of_a_types_head() =>
        Assert.Equal("IBox", Repair("class Crate : |\n{\n    int n;\n\n    void Add(int item)\n    {\n        _items.Add(item\n    }\n}\n", "IBox"));

    [Theory]
    [InlineData("for (int i = 0; i < |\n        {\n            F(\n        }\n\n        throw new \n", "x; i++)", "x; i++)")]
    [InlineData("int y = |\n        throw new \n", "x;", "x;")]
    public void Errors_in_other_lines_of_the_member_are_not_the_suggestions_fault(string statement, string inserted, string expected) =>
        Assert.Equal(expected, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    [Theory]
    [InlineData("for (int i = 0; i < |\n", "x; i++)", "x; i++)")]
    [InlineData("if (x > |\n", "0)", "0)")]
    [InlineData("while (F(|\n", "x", "x))")]
    [InlineData("if (|)\n", "x > 0) {", "x > 0)")]
    [InlineData("foreach (|)\n", "int y in F(1)) {", "int y in F(1))")]
    [InlineData("try { F(1); }\n        catch (|)\n", "Exception e)", "Exception e)")]
    [InlineData("try { F(1); }\n        |\n", "finally", "finally")]
    public void The_head_of_a_statement_may_wait_for_its_block(string statement, string inserted, string expected) =>
        Assert.Equal(expected, Repair("class A\n{\n    void F(int x)\n    {\n        " + statement + "    }\n}\n", inserted));

    private static string? Repair(string marked, string inserted) =>
        CSharpRepair.Find(MarkedText.Cursor(marked), inserted, severalLines: true, CancellationToken.None)?.Text;
}
