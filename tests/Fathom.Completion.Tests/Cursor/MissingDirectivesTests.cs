using Fathom.Completion.Cursor;
using Fathom.Completion.Guidance;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Completion.Tests.Cursor;

public sealed class MissingDirectivesTests
{
    [Theory]
    [InlineData("using |\n\nclass Words\n{\n    Regex _word;\n}\n", "System.Text.RegularExpressions")]
    [InlineData("usi|\n\nclass Words\n{\n    StringBuilder Join() => new();\n}\n", "System.Text")]
    [InlineData("using System.|\n\n[DebuggerDisplay(\"{X}\")]\nclass Words;\n", "System.Diagnostics")]
    [InlineData("|\n\nclass Cart(IEnumerable items);\n", "System.Collections")]
    [InlineData("|\n\nclass Cart(IEnumerable<int> items);\n", "System.Collections.Generic")]
    [InlineData("namespace Shop\n{\n    using |\n\n    class Cart\n    {\n        string Text => Path.GetFileName(\"a\");\n    }\n}\n", "System.IO")]
    [InlineData("|\n\nclass Cart\n{\n    object First(dynamic items) => items.Where(null);\n}\n", "System.Linq")]
    public void What_the_types_of_a_file_ask_for_is_missing(string marked, string expected) => Assert.Equal([expected], At(marked));

    [Theory]
    [InlineData("using System.Text;\nusing |\n\nclass Words\n{\n    StringBuilder _text;\n}\n")]
    [InlineData("using |\n\nclass Regex;\n\nclass Words\n{\n    Regex _word;\n}\n")]
    [InlineData("using |\n\nnamespace System.Text.RegularExpressions;\n\nclass Words\n{\n    Regex _word;\n}\n")]
    [InlineData("using |\n\nclass Words\n{\n    object Find(Shop.Regex word) => word.Match;\n}\n")]
    public void What_is_there_already_is_not(string marked) => Assert.Empty(At(marked));

    [Theory]
    [InlineData("class Words\n{\n    Regex _word;\n    |\n}\n")]
    [InlineData("using System;\n\nnamespace Shop\n{\n    |\n    class Words\n    {\n        Regex _word;\n    }\n}\n")]
    [InlineData("class Words\n{\n    void F()\n    {\n        using |\n        Regex word;\n    }\n}\n")]
    [InlineData("return |;\nRegex word;\n")]
    public void Where_no_directive_comes_next_nothing_is_said(string marked) => Assert.Empty(At(marked));

    [Fact]
    public void A_list_that_is_in_order_stays_so() =>
        Assert.Equal(["System.IO", "System.Text"], At("using System.Globalization;\n|\nusing System.Net;\n\nclass Words\n{\n    StringBuilder _text;\n    Encoding _encoding;\n    Stream _stream;\n}\n"));

    [Theory]
    [InlineData("using |\n\nclass Words\n{\n    List<Task> _tasks;\n    Regex _word;\n}\n", "System.Text.RegularExpressions")]
    [InlineData("using System;\nusing |\n\nclass Words\n{\n    List<int> _counts;\n}\n", "System.Collections.Generic")]
    public void What_a_project_imports_unsaid_is_seen_from_what_a_file_does_without(string marked, string expected) => Assert.Equal([expected], At(marked));

    [Fact]
    public void Where_the_sources_are_known_their_namespaces_are_too()
    {
        var workspace = new CSharpWorkspace();
        workspace.Load(
            [new RepositoryText("src/Order.cs", "namespace Shop.Orders;\npublic class Order<T>;\npublic class Invoice;\n")],
            [new RepositoryText("src/Shop.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>")],
            TestContext.Current.CancellationToken);
        var compiler = new CompilerService(workspace);

        string[] missing = MissingDirectives.At(
            MarkedText.Cursor("using |\n\nclass Cart(Order<int> order, List<int> counts);\n", "src/Cart.cs"), compiler, TestContext.Current.CancellationToken);

        Assert.Equal(["Shop.Orders"], missing);
    }

    private static string[] At(string marked) => MissingDirectives.At(MarkedText.Cursor(marked), compiler: null, TestContext.Current.CancellationToken);
}
