namespace Fathom.Completion.Tests;

public sealed class LikelyCursorTests
{
    [Theory]
    [InlineData("class A\n{\n    void F()\n    {\n        |\n    }\n}\n")]
    [InlineData("class A\n{\n    int x;\n|\n}\n")]
    [InlineData("class A\n{\n    int x;\n\n    int y;\n}|\n")]
    [InlineData("using System;|")]
    [InlineData("|")]
    public void The_likely_cursor_waits_in_an_empty_place(string marked)
    {
        (string text, int offset) = MarkedText.Split(marked);

        Assert.Equal(offset, LikelyCursor.In(text));
    }
}
