using Fathom.Completion.Cursor;
using Fathom.Completion.Stopping;

namespace Fathom.Completion.Tests;

/// <summary>Where C# suggestions end: the model's text is given as it would stream on, and the stop rule of the place cuts it.</summary>
public sealed class CSharpStopTests
{
    private const string InMethod = "class A\n{\n    int F(int x)\n    {\n        |\n    }\n}\n";
    private const string InType = "class A\n{\n    |\n}\n";

    [Theory]
    [InlineData("return x;\n    }\n", "return x;")]
    [InlineData("if (x > 0)\n        {\n            return x;\n        }\n\n        return 0;\n", "if (x > 0)\n        {\n            return x;\n        }")]
    [InlineData("if (x > 0)\n        {\n            return 1;\n        }\n        else\n        {\n            return 2;\n        }\n        F(3);", "if (x > 0)\n        {\n            return 1;\n        }\n        else\n        {\n            return 2;\n        }")]
    [InlineData("// adds\n        x++; // one\n        x--;", "// adds\n        x++; // one")]
    [InlineData("return items\n            .Where(i => i > x)\n            .Sum();\n        x", "return items\n            .Where(i => i > x)\n            .Sum();")]
    [InlineData("}\n", "")]
    public void A_blank_line_in_a_method_takes_one_statement(string written, string expected) => Assert.Equal(expected, Stop(InMethod, written));

    [Theory]
    [InlineData("public int X { get; }\n\n    public", "public int X { get; }")]
    [InlineData("public int F()\n    {\n        return 1;\n    }\n\n    int", "public int F()\n    {\n        return 1;\n    }")]
    [InlineData("/// <summary>One.</summary>\n    public int F() => 1;\n    int", "/// <summary>One.</summary>\n    public int F() => 1;")]
    public void A_blank_line_in_a_type_takes_one_member(string written, string expected) => Assert.Equal(expected, Stop(InType, written));

    [Theory]
    [InlineData("using System;\n|\n", "using System.Linq;\nusing X;", "using System.Linq;")]
    [InlineData("using System;\n\n|\n", "class B\n{\n}\n\nclass C", "class B\n{\n}")]
    public void A_blank_line_outside_types_takes_one_declaration(string marked, string written, string expected) =>
        Assert.Equal(expected, Stop(marked, written));

    [Fact]
    public void A_block_just_opened_is_completed_with_its_brace()
    {
        string written = Stop("class A\n{\n    int F(int x)\n    {|\n}\n", "\n        return x;\n    }\n\n    int G()");

        Assert.Equal("\n        return x;\n    }", written);
    }

    [Fact]
    public void A_block_that_is_closed_below_is_completed_without_its_brace()
    {
        string written = Stop("class A\n{\n    int F(int x)\n    {|\n    }\n}\n", "\n        return x;\n    }\n");

        Assert.Equal("\n        return x;\n    ", written);
    }

    [Fact]
    public void An_auto_closed_brace_belongs_to_the_suggestion()
    {
        string written = Stop("class A\n{\n    Run(x => {|})\n}\n", "\n        Go(x);\n    });\n    Run();");

        Assert.Equal("\n        Go(x);\n    });", written);
    }

    [Theory]
    [InlineData("class A\n{\n    int F(int x)|\n}\n", "\n    {\n        return x;\n    }\n    int", "\n    {\n        return x;\n    }")]
    [InlineData("class A\n{\n    int F(int x)|\n}\n", " => x;\n    int", " => x;")]
    [InlineData("class A\n{\n    int F(int x)\n    {\n        if (a)|\n    }\n}\n", "\n            return 1;\n        G();", "\n            return 1;")]
    [InlineData("class A\n{\n    void F()\n    {\n        if (a)|\n    }\n}\n", "\n        {\n            G();\n        }\n        H();", "\n        {\n            G();\n        }")]
    public void A_complete_head_takes_its_block(string marked, string written, string expected) => Assert.Equal(expected, Stop(marked, written));

    [Theory]
    [InlineData("class A\n{\n    |\n    public void F() { }\n}\n", "[Fact]\n    public void G() { }\n", "[Fact]")]
    [InlineData("class A\n{\n    |\n    public void F() { }\n}\n", "public void G()\n    {\n    }\n\n    int", "public void G()\n    {\n    }")]
    [InlineData("class A\n{\n    |\n\n    public void F() { }\n}\n", "[Fact]\n    public void G() { }\n\n    int", "[Fact]\n    public void G() { }")]
    public void An_attribute_is_enough_directly_above_what_it_belongs_to(string marked, string written, string expected) => Assert.Equal(expected, Stop(marked, written));

    [Theory]
    [InlineData("class A\n{\n    void F()\n    {\n        |\n        {\n            G();\n        }\n    }\n}\n", "if (a)\n        {\n            G();\n        }\n        H();", "if (a)")]
    [InlineData("class A\n{\n    void F()\n    {\n        if (a)|\n            G();\n    }\n}\n", "\n        {\n", "")]
    public void Above_its_body_a_head_is_one_line(string marked, string written, string expected) => Assert.Equal(expected, Stop(marked, written));

    [Theory]
    [InlineData("class A\n{\n    void F()\n    {\n        int x = |\n    }\n}\n", "G(\n            1);\n", "G(")]
    [InlineData("class A\n{\n    // a |\n}\n", "comment\n    int x;", "comment")]
    [InlineData("class A\n{\n    string s = \"\"\"\n        |\n", "raw\n        text", "raw")]
    [InlineData("class A\n{\n    int[] x =\n    [\n        |\n    ];\n}\n", "1,\n        2,", "1,")]
    [InlineData("class A\n{\n    void F()\n    {\n        G(|)\n    }\n}\n", "1);\n        H();", "1);")]
    public void Everything_else_is_one_line(string marked, string written, string expected) => Assert.Equal(expected, Stop(marked, written));

    /// <summary>Feeds the text character by character, as a stream of tokens would come.</summary>
    private static string Stop(string marked, string written)
    {
        CursorContext cursor = MarkedText.Cursor(marked);
        IStopRule rule = StopRules.For(cursor, LinesBelow.At(cursor), CompletionSettings.Default, CancellationToken.None);
        for (int length = 1; length <= written.Length; length++)
        {
            if (rule.FindEnd(written[..length], ended: false) is int end)
            {
                return written[..end];
            }
        }

        return written[..(rule.FindEnd(written, ended: true) ?? written.Length)];
    }
}
