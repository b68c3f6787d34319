using Fathom.Completion.Cursor;
using Fathom.Completion.Filtering;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests;

public sealed class CandidateFilterTests
{
    [Theory]
    [InlineData("a = |", "b;   ", "b;")]
    [InlineData("a = |", "b;\n\n\n\n\nc;\n\n", "b;\n\n\nc;")]
    [InlineData("class A\n{\n    |\n}\n", "\n    int x;", "int x;")]
    [InlineData("x = F(|).Sum();", "1).Sum();", "1")]
    [InlineData("F(|, 1);\nF(other, 2);\n", "other", "other")]
    [InlineData("return |;", "x + y;", "x + y;")]
    [InlineData("{\n    |\n    Second(2);\n}\n", "First(1);\n    Second(2);", "First(1);")]
    [InlineData("{\n    |\n    return false;\n}\n", "if (a)\n    {\n        return false;\n    }", "if (a)\n    {\n        return false;\n    }")]
    [InlineData("void F()\n{\n    G(|\n}\n", "1));", "1)")]
    [InlineData("if (|) return false;", "Equals(null, other)", "Equals(null, other)")]
    [InlineData("a.Concat(|).ToList();", "b.Own()).ToList();", "b.Own()")]
    [InlineData("class A\n{\n    |\n\n    [Fact]\n    public void G() { }\n}\n", "[Fact]\n    public void F() { }", "[Fact]\n    public void F() { }")]
    [InlineData("F($\"a {|\n", "b} c\");", "b} c\");")]
    [InlineData("F(\"a (|\n", "b) c\");", "b) c\");")]
    [InlineData("// a (|\n", "b) c", "b) c")]
    [InlineData("F(\"\"\"\n  INSERT INTO T (Id,\n  |\n  \"\"\");\n", "Total) VALUES (@id, @total)", "Total) VALUES (@id, @total)")]
    [InlineData("F(@\"INSERT INTO T (Id,\n  |\n\");\n", "Total) VALUES (@id, @total)", "Total) VALUES (@id, @total)")]
    [InlineData("F(\"\"\"a (\"\"\");\nG(|\n", "1));", "1)")]
    [InlineData("int x = | // bytes\n", "22; // bytes", "22;")]
    [InlineData("void F() {\n    while (Read |\n        Step();\n    }\n}\n", "()) {", "()) {")]
    public void What_the_document_already_holds_is_cut(string marked, string written, string expected)
    {
        FilteredText filtered = CandidateFilter.Apply(MarkedText.Cursor(marked), Written(written));

        Assert.Equal(new FilteredText(expected, null), filtered);
    }

    [Theory]
    [InlineData("a = |", "   ", CompletionOutcome.FilteredEmpty)]
    [InlineData("    |\n", "\n\n  \n", CompletionOutcome.FilteredEmpty)]
    [InlineData("{\n    |\n    Second(2);\n}\n", "Second(2);", CompletionOutcome.FilteredRepeatsSuffix)]
    [InlineData("/// |\n/// </summary>\n", "</summary", CompletionOutcome.FilteredRepeatsSuffix)]
    [InlineData("{\n    |\n    First(100);\n}\n", "First(100)", CompletionOutcome.FilteredRepeatsSuffix)]
    [InlineData("{\n    First(100);\n    |\n}\n", "First(100);", CompletionOutcome.FilteredRepeatsPrefix)]
    [InlineData("{\n    |\n}\n", "a++;\n    a++;\n    a++;", CompletionOutcome.FilteredRepeatsPrefix)]
    [InlineData("{\n    |\n}\n", "if (a == 0)\n    {\n        return;\n    }\n\n    if (a == 0)\n    {\n        return;\n    }", CompletionOutcome.FilteredRepeatsPrefix)]
    [InlineData("F();\n|\n", ")", CompletionOutcome.FilteredUnbalanced)]
    public void What_nobody_wants_is_rejected(string marked, string written, CompletionOutcome expected)
    {
        FilteredText filtered = CandidateFilter.Apply(MarkedText.Cursor(marked), Written(written));

        Assert.Equal(new FilteredText("", expected), filtered);
    }

    [Fact]
    public void Inside_a_line_only_a_finished_answer_counts()
    {
        var cut = new Candidate("b + c", [new GeneratedPiece("b + c", 1, 0)], CandidateEnd.Complete, EndsAtLineEnd: true);
        var closed = new Candidate("b + c", [new GeneratedPiece("b + c)", 1, 0)], CandidateEnd.Complete);

        FilteredText pastThePlace = CandidateFilter.Apply(MarkedText.Cursor("x = F(|).Sum();"), cut);
        FilteredText fitting = CandidateFilter.Apply(MarkedText.Cursor("x = F(|).Sum();"), closed);

        Assert.Equal(CompletionOutcome.FilteredUnfinished, pastThePlace.Rejected);
        Assert.Equal("b + c", fitting.Text);
    }

    [Theory]
    [InlineData("int F(int x)\n{\n    return |\n}\n", "x + _total;", "_total")]
    [InlineData("int F(int x)\n{\n    return |\n}\n", "Sum(x, count);", "count")]
    [InlineData("int F(int x)\n{\n    return |\n}\n", "x.length + Math.Abs(x);", null)]
    [InlineData("int F(int x)\n{\n    |\n}\n", "int twice = 2 * x;\n    return twice;", null)]
    [InlineData("int F(int[] x)\n{\n    return |\n}\n", "x.Sum(item => item + 1);", null)]
    [InlineData("int F(int[] x)\n{\n    |\n}\n", "foreach (var item in x)\n    {\n        F(item, nameof(item), other: 1);\n    }", null)]
    [InlineData("Cart F()\n{\n    return |\n}\n", "new Cart { total = 1 };", null)]
    [InlineData("int F(int x)\n{\n    |\n}\n", "nint size = x; nuint other = 1;", null)]
    public void Locals_and_fields_that_occur_nowhere_are_made_up(string marked, string inserted, string? expected) => Assert.Equal(expected, UnknownIn(marked, inserted));

    [Theory]
    [InlineData("partial class Page", null)]
    [InlineData("class Page : Form", null)]
    [InlineData("class Page : Web.Form", null)]
    [InlineData("class Page(int id) : IconForm(id)", null)]
    [InlineData("class Form : Control { } class Page : Form", null)]
    [InlineData("class Page : Page", null)]
    [InlineData("class Page", "_total")]
    [InlineData("class Page : System.IDisposable, IEnumerable<int>", "_total")]
    [InlineData("struct Page : Comparable", "_total")]
    [InlineData("class Form { } class Page : Form", "_total")]
    public void In_a_type_that_other_files_may_add_fields_to_no_name_is_made_up(string head, string? expected) =>
        Assert.Equal(expected, UnknownIn($"{head}\n{{\n    int F(int x)\n    {{\n        return |\n    }}\n}}\n", "x + _total;"));

    [Theory]
    [InlineData("void F()\n{\n    |\n    G();\n}\n", "return;", true)]
    [InlineData("void F()\n{\n    ret|\n    G();\n}\n", "urn;", false)]
    [InlineData("void F()\n{\n    G();\n    |\n}\n", "return;", false)]
    [InlineData("void F()\n{\n    |\n    G();\n}\n", "if (a)\n    {\n        return;\n    }", false)]
    [InlineData("void F()\n{\n    while (a)\n    {\n        |\n    }\n\n    G();\n}\n", "break;", false)]
    [InlineData("int F()\n{\n    |\n\n    int H() => 1;\n}\n", "return H();", false)]
    public void A_jump_in_front_of_other_statements_is_seen(string marked, string inserted, bool expected)
    {
        CursorContext cursor = MarkedText.Cursor(marked);
        var suggestion = new Suggestion(cursor.Offset, cursor.Offset, inserted, inserted, 1, 1);

        Assert.Equal(expected, CSharpReachability.CutsOff(CSharpEdit.Of(cursor, suggestion, CancellationToken.None), CancellationToken.None));
    }

    [Theory]
    [InlineData("name == \"x\" && name == \"x\" && name == \"x\"", true)]
    [InlineData("// ----------------------------------------", false)]
    [InlineData("Add(a); Add(b);", false)]
    [InlineData("new Brush(128, 128, 128);", false)]
    [InlineData("Func<string, string, string> join", false)]
    [InlineData("[128, 128, 128, 128, 128, 128]", true)]
    [InlineData("F(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<string>());", false)]
    [InlineData("VALUES (%s, %s, %s)", false)]
    [InlineData("new Cart(null!, null!, null!);", false)]
    [InlineData("|---|---|---|", false)]
    [InlineData("x.Find(a, x.Find(a, x.Find(a, x", true)]
    [InlineData("x.Find(a, b).Find(a, b).Find(a, b)", true)]
    public void A_line_that_goes_in_circles_is_seen(string text, bool expected) => Assert.Equal(expected, InnerRepetition.IsFound(text));

    [Theory]
    [InlineData("a(() => {\n  b(() => {\n    c(() => {\n      d();\n    });\n  });\n});", false)]
    [InlineData("<a>\n <b>\n  x\n </b>\n</b>\n</b>", false)]
    [InlineData("a++;\na++;\na++;", true)]
    public void Lines_that_only_close_may_be_alike(string text, bool expected) => Assert.Equal(expected, PrefixRepetition.IsCircle(text));

    private static string? UnknownIn(string marked, string inserted)
    {
        CursorContext cursor = MarkedText.Cursor(marked);
        var suggestion = new Suggestion(cursor.Offset, cursor.Offset, inserted, inserted, 1, 1);
        return CSharpNameCheck.FindUnknown(CSharpEdit.Of(cursor, suggestion, CancellationToken.None), CancellationToken.None);
    }

    private static Candidate Written(string text) => new(text, [new GeneratedPiece(text, 1, 0)], CandidateEnd.ModelEnded);
}
