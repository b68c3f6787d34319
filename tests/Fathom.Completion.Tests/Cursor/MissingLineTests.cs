using Fathom.Completion.Cursor;

namespace Fathom.Completion.Tests.Cursor;

public sealed class MissingLineTests
{
    [Theory]
    [InlineData("using System;\n\n|\n\npublic class Cart\n{\n}\n")]
    [InlineData("// Licence\n|\n{\n    using System;\n\n    public class Cart\n    {\n    }\n}\n")]
    [InlineData("|\n\n/// <summary>A cart.</summary>\npublic enum Cart { Full }\n")]
    public void In_a_file_without_one_the_namespace_is_missing(string marked) => Assert.Equal(["namespace"], WordsAt(marked));

    [Theory]
    [InlineData("using System;\n\n|\n\nnamespace Shop;\n\npublic class Cart;\n")]
    [InlineData("namespace Shop;\n\npublic class Cart;\n\n|\n\npublic class Basket;\n")]
    [InlineData("[assembly: CLSCompliant(true)]\n/// <summary>A cart.\n|\npublic class Cart;\n")]
    [InlineData("using System;\n\n|\n\nConsole.WriteLine();\n\npublic class Cart;\n")]
    [InlineData("/*\n|\n*/\npublic class Cart;\n")]
    [InlineData("|")]
    public void Where_something_else_can_stand_nothing_is_said(string marked) => Assert.Empty(WordsAt(marked));

    [Theory]
    [InlineData("|\nusing System.Text;\n\nnamespace Shop;\n")]
    [InlineData("using System;\n|\n\nnamespace Shop;\n")]
    [InlineData("namespace Shop\n{\n    |\n    using System.Text;\n\n    class Cart;\n}\n")]
    public void Beside_a_directive_another_one_is_missing(string marked) => Assert.Equal(["using"], WordsAt(marked));

    [Fact]
    public void A_using_statement_is_no_directive() =>
        Assert.Empty(WordsAt("class Cart\n{\n    void Pay()\n    {\n        |\n        using var purse = new Purse();\n    }\n}\n"));

    [Theory]
    [InlineData("namespace Shop;\n\n|\n{\n    int Count;\n}\n")]
    [InlineData("namespace Shop\n{\n    /// <summary>A cart.</summary>\n    [Serializable]\n    |\n    {\n        int Count;\n    }\n}\n")]
    public void Above_the_body_of_a_type_its_head_is_missing(string marked) => Assert.Contains("interface", WordsAt(marked));

    [Theory]
    [InlineData("namespace Shop;\n\nclass Cart\n{\n    |\n    {\n        return 1;\n    }\n}\n")]
    [InlineData("namespace Shop;\n\nclass Cart\n{\n    void Pay()\n    {\n        |\n        {\n            return;\n        }\n    }\n}\n")]
    [InlineData("namespace Shop;\n\nclass Cart\n|\n{\n}\n")]
    [InlineData("Console.WriteLine(Add(1, 2));\n\n|\n{\n    return a + b;\n}\n")]
    public void Above_other_blocks_nothing_is_said(string marked) => Assert.Empty(WordsAt(marked));

    private static string[] WordsAt(string marked) => MissingLine.FirstWords(MarkedText.Cursor(marked), needsDirective: false, TestContext.Current.CancellationToken);
}
