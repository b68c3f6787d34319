using Fathom.Completion.Cursor;

namespace Fathom.Completion.Tests.Cursor;

public sealed class LinesBelowTests
{
    [Theory]
    [InlineData("class A\n{\n    |\n    {\n        return 1;\n    }\n}\n")]
    [InlineData("foreach (var item in |\n{\n    Use(item);\n}\n")]
    [InlineData("if (x|)\n{\n    Use(x);\n}\n")]
    public void A_brace_alone_opens_the_body_of_the_line(string marked) => Assert.Equal(LineBelow.Body, At(marked));

    [Theory]
    [InlineData("    return items|\n        .Where(item => item > 0);\n")]
    [InlineData("    A(int x)|\n        : base(x)\n    {\n    }\n")]
    [InlineData("    var x =|\n        1;\n")]
    [InlineData("    int F() |\n    => 1;\n")]
    [InlineData("    Use(\n        |\n        2);\n")]
    [InlineData("    Use(\n        1,\n        |\n    );\n")]
    [InlineData("    F();\n\n    |\n        F(1);\n")]
    public void What_goes_on_below_is_not_over(string marked) => Assert.Equal(LineBelow.Continuation, At(marked));

    [Theory]
    [InlineData("class A\n{\n    |\n    public void F() { }\n}\n")]
    [InlineData("|\nclass A;\n")]
    public void A_declaration_below_takes_an_attribute(string marked) => Assert.Equal(LineBelow.Declaration, At(marked));

    [Theory]
    [InlineData("    x = |\n    F();\n")]
    [InlineData("    x = |\n\n        .F();\n")]
    [InlineData("    x = |;\n        .F();\n")]
    [InlineData("        F();\n|\n        G();\n")]
    [InlineData("class A {\n|\n    int _x;\n")]
    [InlineData("class A\n{\n|\n    int _x;\n")]
    [InlineData("|\n    int _x;\n")]
    [InlineData("    case 1: |\n        F();\n")]
    [InlineData("    Run(() => { |\n        F();\n    });\n")]
    [InlineData("    Run(() =>\n    {\n        |\n        F();\n    });\n")]
    [InlineData("    for (\n        |\n        i < n;\n        i++)\n")]
    [InlineData("    { \"a\", |\n    { \"b\", 1 },\n")]
    [InlineData("    F(|\n#if DEBUG\n")]
    [InlineData("    F(|\n        // why\n")]
    [InlineData("    F(|")]
    public void Elsewhere_nothing_is_said(string marked) => Assert.Equal(LineBelow.Anything, At(marked));

    [Fact]
    public void Of_other_languages_nothing_is_said() => Assert.Equal(LineBelow.Anything, LinesBelow.At(MarkedText.Cursor("|\n{\n}\n", "a.js", "javascript")));

    private static LineBelow At(string marked) => LinesBelow.At(MarkedText.Cursor(marked));
}
