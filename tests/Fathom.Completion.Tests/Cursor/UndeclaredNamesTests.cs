using Fathom.Completion.Cursor;

namespace Fathom.Completion.Tests.Cursor;

public sealed class UndeclaredNamesTests
{
    [Theory]
    [InlineData("class A\n{\n    void F()\n    {\n        var |\n        Use(total, total.Length);\n    }\n}\n", "total")]
    [InlineData("class A\n{\n    void F(|\n    {\n        Use(left, right);\n    }\n\n    void G(int other) => Use(other);\n}\n", "left right")]
    [InlineData("class A\n{\n    |\n        : base(message)\n    {\n        Inner = inner;\n    }\n}\n", "message inner")]
    [InlineData("class A\n{\n    void G(int total) { }\n\n    void F()\n    {\n        |\n        return total;\n    }\n}\n", "total")]
    public void What_is_used_below_and_declared_nowhere_is_declared_here(string marked, string expected) => Assert.Equal(expected.Split(' '), At(marked));

    [Theory]
    [InlineData("int total = 1;\n        |\n        Use(total);")]
    [InlineData("|\n        int total = 1;\n        Use(total);")]
    [InlineData("|\n        if (this is List<int> total)\n        {\n            Use(total);\n        }")]
    [InlineData("|\n        foreach (var total in All)\n        {\n            Use(total);\n        }")]
    [InlineData("|\n        Use(total => total + 1, (left, right) => left < right);")]
    [InlineData("|\n        var (left, right) = Both;\n        Use(left, right);")]
    [InlineData("|\n        Use(this.total, limit: 1, Of(Dictionary<string, int[]> counts) => counts);")]
    [InlineData("|\n        Use(name, nameof(value), await Go());")]
    [InlineData("|\n        return new { total = 1, other = 2 };")]
    [InlineData("|\n        Use(new Order<int[]>(1) { total = 1 }, Old with { total = 2 });")]
    [InlineData("|\n        if (this is { } total)\n        {\n            Use(total);\n        }")]
    [InlineData("|\n        (int, int) total = (1, 2);\n        Use(total);")]
    [InlineData("|\n        for (int i = 0, total = 1; i < total; i++)\n        {\n        }")]
    [InlineData("|\n        again:\n        goto again;")]
    [InlineData("|\n        float3 position = Find();")]
    public void What_is_declared_is_not_missing(string body) =>
        Assert.Empty(At($"class A(string name)\n{{\n    void F()\n    {{\n        {body}\n    }}\n}}\n"));

    [Fact]
    public void Members_of_the_file_are_not_missing_wherever_they_stand() =>
        Assert.Empty(At("class A\n{\n    void F()\n    {\n        |\n        Use(total, other);\n    }\n\n    int total;\n    static string other => \"\";\n}\n"));

    [Fact]
    public void What_is_set_in_a_block_is_used() => Assert.Equal(["total"], At("class A\n{\n    void F()\n    {\n        int |\n        if (All)\n        {\n            total = 1;\n        }\n    }\n}\n"));

    [Fact]
    public void What_another_file_may_declare_is_not_missing() =>
        Assert.Empty(At("partial class A\n{\n    void F()\n    {\n        |\n        Use(total);\n    }\n}\n"));

    [Fact]
    public void What_stands_too_far_away_to_be_read_is_not_missing() =>
        Assert.Empty(At($"class A\n{{\n    int total;\n    // {new string('x', MemberTokens.Reach)}\n    void F()\n    {{\n        |\n        Use(total);\n    }}\n}}\n"));

    [Fact]
    public void A_constraint_begins_no_type() =>
        Assert.Empty(At("class A\n{\n    T F<T>(string key) where T : class\n    {\n        Open();\n        |\n        Use(key);\n    }\n}\n"));

    [Fact]
    public void Other_languages_are_not_read() =>
        Assert.Null(MemberTokens.At(MarkedText.Cursor("|\nprint(total)\n", "a.py", "python"), TestContext.Current.CancellationToken));

    private static string[] At(string marked)
    {
        CursorContext cursor = MarkedText.Cursor(marked);
        return UndeclaredNames.In(cursor, MemberTokens.At(cursor, TestContext.Current.CancellationToken)!);
    }
}
