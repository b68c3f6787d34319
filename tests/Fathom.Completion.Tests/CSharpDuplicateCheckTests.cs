using Fathom.Completion.Filtering;

namespace Fathom.Completion.Tests;

public sealed class CSharpDuplicateCheckTests
{
    [Theory]
    [InlineData("int total = 1;\n        |", "var total = 2;")]
    [InlineData("if (_a)\n        {\n            |\n        }\n\n        int total = 1;", "var total = 2;")]
    [InlineData("|\n        foreach (int each in All)\n        {\n        }", "var each = All;")]
    [InlineData("|", "foreach (var name in All) { }")]
    [InlineData("int total = 1;\n        |", "if (All is { Count: var total }) { }")]
    public void A_local_of_a_name_in_scope_is_declared_again(string body, string text) => Assert.True(FindIn(body, text));

    [Theory]
    [InlineData("if (_a)\n        {\n            int total = 1;\n        }\n\n        |", "for (int other = 0; ; ) { }")]
    [InlineData("if (_a)\n        {\n            int total = 1;\n        }\n        else\n        {\n            |\n        }", "int total = 2;")]
    [InlineData("int total = 1;\n        |", "total = 2;")]
    [InlineData("int total = 1;\n        |", "Use(total => total);")]
    [InlineData("Use(() => { int total = 1; });\n        |", "int total = 2;")]
    [InlineData("switch (All)\n        {\n            case Circle s:\n                return;\n            |\n        }", "case Square s:")]
    [InlineData("int |", "total = 1;")]
    public void One_that_is_not_in_scope_is_not(string body, string text) => Assert.False(FindIn(body, text));

    [Theory]
    [InlineData("public int Count { get; set; }\n    |", "public int Count => 1;")]
    [InlineData("|\n    void Add(int item) { }", "public bool Add(int other) => true;")]
    [InlineData("public Cart() { }\n    |", "public Cart() { }")]
    [InlineData("int _count;\n    |", "int _count;")]
    public void A_member_that_its_type_has_is_declared_again(string members, string text) => Assert.True(FindAmong(members, text));

    [Theory]
    [InlineData("void Add(int item) { }\n    |", "void Add(string item) { }")]
    [InlineData("void Add(int item) { }\n    |", "void Add<T>(int item) { }")]
    [InlineData("void Add(int item) { }\n    |", "void Add(int? item) { }")]
    [InlineData("int Count => 1;\n    |", "int ICart.Count => 1;")]
    [InlineData("static Cart() { }\n    |", "public Cart() { }")]
    [InlineData("partial void Add();\n    |", "partial void Add() { }")]
    [InlineData("class Line { }\n    |", "class Line<T> { }")]
    [InlineData("|", "int Count => 1;")]
    public void Another_overload_another_type_or_another_part_is_not(string members, string text) => Assert.False(FindAmong(members, text));

    [Theory]
    [InlineData("record Customer(string Name);\n|\n", "record Customer(int Id);", true)]
    [InlineData("namespace Shop\n{\n    class Cart { }\n    |\n}\n", "interface Cart { }", true)]
    [InlineData("class Cart { }\n|\n", "class Cart<T> { }", false)]
    [InlineData("partial class Cart { }\n|\n", "partial class Cart { }", false)]
    public void A_type_is_declared_once_in_its_namespace(string marked, string text, bool expected) => Assert.Equal(expected, Find(marked, text));

    [Fact]
    public void Values_of_an_enumeration_are_members() => Assert.True(Find("enum Cart\n{\n    Full,\n    |\n}\n", "Full,"));

    [Theory]
    [InlineData("return side switch\n        {\n            Side.Left => 1,\n            |\n            _ => 0,\n        };", "Side.Left => 2,")]
    [InlineData("switch (side)\n        {\n            case Side.Left:\n                break;\n            |\n        }", "case Side.Left:\n                break;")]
    [InlineData("return new Cart\n        {\n            |\n            Count = 1,\n        };", "Count = 2,")]
    public void A_case_or_a_member_of_an_initialiser_that_is_there_is_one_too_many(string body, string text) => Assert.True(FindIn(body, text));

    [Theory]
    [InlineData("return side switch\n        {\n            Side.Left when _a => 1,\n            |\n            _ => 0,\n        };", "Side.Left => 2,")]
    [InlineData("return side switch\n        {\n            Side.Left => 1,\n            |\n            _ => 0,\n        };", "Side.Right => Side.Left switch { _ => 1 },")]
    [InlineData("return new Cart { Count = 1, Next = new Cart { | } };", "Count = 2")]
    [InlineData("return new Map\n        {\n            [1] = 1,\n            |\n        };", "[1] = 2,")]
    public void Other_entries_are_not(string body, string text) => Assert.False(FindIn(body, text));

    private static bool FindIn(string body, string text) => Find($"class Cart\n{{\n    void F(string name)\n    {{\n        {body}\n    }}\n}}\n", text);

    private static bool FindAmong(string members, string text) => Find($"class Cart\n{{\n    {members}\n}}\n\nclass Other\n{{\n    int Count;\n}}\n", text);

    private static bool Find(string marked, string text)
    {
        (_, int offset) = MarkedText.Split(marked);
        var suggestion = new Suggestion(offset, offset, text, text, 1, 1);
        return CSharpDuplicateCheck.DeclaresAgain(
            CSharpEdit.Of(MarkedText.Cursor(marked), suggestion, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
    }
}
