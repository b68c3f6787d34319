using Fathom.Completion.Cursor;

namespace Fathom.Completion.Tests.Cursor;

public sealed class UnusedNamesTests
{
    [Theory]
    [InlineData("int F(int left, List<string> right)\n    {\n        return |;\n    }", "left right")]
    [InlineData("int F(int left, int right) =>\n        left + |;", "right")]
    [InlineData("A(int left)\n        : base(|)\n    {\n    }", "left")]
    [InlineData("void F()\n    {\n        var total = 1;\n        foreach (string each in All)\n        {\n            |\n        }\n    }", "total each")]
    [InlineData("void F()\n    {\n        Run(each =>\n        {\n            |\n        });\n    }", "each")]
    public void What_is_declared_above_and_used_nowhere_is_unused(string member, string expected) => Assert.Equal(expected.Split(' '), At(member));

    [Theory]
    [InlineData("int F(int left)\n    {\n        Use(left);\n        |\n    }")]
    [InlineData("int F(int left)\n    {\n        |\n        Use($\"{left}\");\n    }")]
    [InlineData("void F()\n    {\n        var total = |;\n    }")]
    [InlineData("int F(int left,\n        |")]
    [InlineData("void F(int left)\n    {\n    }\n\n    |")]
    [InlineData("void F()\n    {\n        |\n        int total = 1;\n    }")]
    public void What_is_used_or_not_yet_there_is_not(string member) => Assert.Empty(At(member));

    [Fact]
    public void Of_an_empty_file_nothing_is_known() => Assert.Empty(In("|"));

    private static string[] At(string member) => In($"class A\n{{\n    int _left;\n\n    {member}\n}}\n");

    private static string[] In(string marked)
    {
        CursorContext cursor = MarkedText.Cursor(marked);
        return UnusedNames.In(cursor, MemberTokens.At(cursor, TestContext.Current.CancellationToken)!);
    }
}
