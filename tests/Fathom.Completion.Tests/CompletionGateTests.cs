using Fathom.Completion.Cursor;
using Fathom.Completion.Gate;

namespace Fathom.Completion.Tests;

public sealed class CompletionGateTests
{
    [Theory]
    [InlineData("int total = Su|", null)]
    [InlineData("Add(|);", null)]
    [InlineData("Write(\"|\");", null)]
    [InlineData("{\n    |", null)]
    [InlineData("to|tal = 1;", CompletionOutcome.GatedInsideWord)]
    [InlineData("x = |total;", CompletionOutcome.GatedInsideWord)]
    [InlineData("x = total| + 1;", CompletionOutcome.GatedTextAfterCursor)]
    [InlineData("Add(|).Sum();", null)]
    [InlineData("total = 1;|", CompletionOutcome.GatedLineComplete)]
    [InlineData("}|", CompletionOutcome.GatedLineComplete)]
    [InlineData("for (int i = 0;|)", null)]
    [InlineData("  \n|", CompletionOutcome.NoContext)]
    [InlineData("public string Name { get; |}", null)]
    [InlineData("var u = $\"{host}/api/{id}|\";", null)]
    [InlineData("public int X { get; set; }|", CompletionOutcome.GatedLineComplete)]
    public void Automatic_requests_pass_only_where_something_is_wanted(string marked, CompletionOutcome? expected)
    {
        CompletionOutcome? outcome = CompletionGate.Check(MarkedText.Cursor(marked), CompletionTrigger.Automatic, CompletionSettings.Default);

        Assert.Equal(expected, outcome);
    }

    [Theory]
    [InlineData("total = 1;|", null)]
    [InlineData("x = total| + 1;", null)]
    [InlineData("to|tal = 1;", CompletionOutcome.GatedInsideWord)]
    public void Invoked_requests_pass_more_gates(string marked, CompletionOutcome? expected)
    {
        CompletionOutcome? outcome = CompletionGate.Check(MarkedText.Cursor(marked), CompletionTrigger.Invoked, CompletionSettings.Default);

        Assert.Equal(expected, outcome);
    }

    [Theory]
    [InlineData("a.ts", "import { useState } |", null)]
    [InlineData("a.ts", "const { a, b } |", null)]
    [InlineData("a.ts", "const a = { b }|", CompletionOutcome.GatedLineComplete)]
    [InlineData("a.ts", "f();|", CompletionOutcome.GatedLineComplete)]
    [InlineData("a.ts", "const s = `Hello |`;", null)]
    [InlineData("a.go", "for i := 0; |", null)]
    [InlineData("a.go", "\tif err := f(); |", null)]
    [InlineData("a.go", "\tName string `json:\"na|\"`", null)]
    public void In_other_languages_too(string path, string marked, CompletionOutcome? expected)
    {
        CursorContext cursor = MarkedText.Cursor(marked, path, "");

        Assert.Equal(expected, CompletionGate.Check(cursor, CompletionTrigger.Automatic, CompletionSettings.Default));
    }

    [Fact]
    public void Disabled_languages_get_nothing()
    {
        CompletionSettings settings = CompletionSettings.Default with { DisabledLanguages = ["CSharp"] };

        CompletionOutcome? outcome = CompletionGate.Check(MarkedText.Cursor("int x = |"), CompletionTrigger.Automatic, settings);

        Assert.Equal(CompletionOutcome.GatedDisabled, outcome);
    }

    [Theory]
    [InlineData("src/obj/Debug/A.cs")]
    [InlineData("node_modules/a/index.js")]
    [InlineData(".env")]
    public void Excluded_paths_get_nothing(string path)
    {
        CompletionOutcome? outcome = CompletionGate.CheckDocument(MarkedText.Document("int x = ", path), CompletionSettings.Default);

        Assert.Equal(CompletionOutcome.GatedExcluded, outcome);
    }

    [Theory]
    [InlineData("src/../generated/**", false)]
    [InlineData("**/..", false)]
    [InlineData("../shared/**", true)]
    [InlineData("./src/*.cs", true)]
    [InlineData("src/", true)]
    [InlineData("{a,[b", true)]
    [InlineData("", true)]
    public void A_pattern_can_be_used_where_every_path_can_be_compared_with_it(string pattern, bool expected)
    {
        CompletionSettings settings = CompletionSettings.Default with { Exclude = [pattern] };
        Exception? failure = Record.Exception(() => CompletionGate.CheckDocument(MarkedText.Document("int x = ", "src/Deep/A.cs"), settings));

        Assert.Equal((expected, expected), (CompletionSettings.CanExclude(pattern), failure is null));
    }

    [Fact]
    public void Read_only_documents_get_nothing()
    {
        CompletionDocument document = MarkedText.Document("int x = ") with { Scheme = "git" };

        Assert.Equal(CompletionOutcome.GatedReadOnly, CompletionGate.CheckDocument(document, CompletionSettings.Default));
    }

    [Fact]
    public void Large_documents_get_nothing()
    {
        CompletionDocument document = MarkedText.Document(new string('a', 101));

        Assert.Equal(CompletionOutcome.GatedTooLarge, CompletionGate.CheckDocument(document, CompletionSettings.Default with { MaximumDocumentLength = 100 }));
    }

    [Theory]
    [InlineData(9_990, null)]
    [InlineData(10_001, CompletionOutcome.GatedLongLine)]
    public void Lines_longer_than_anybody_writes_get_nothing(int length, CompletionOutcome? expected)
    {
        CursorContext cursor = MarkedText.Cursor($"int y;\n{new string(' ', length - 8)}int x = |\n");

        Assert.Equal(expected, CompletionGate.Check(cursor, CompletionTrigger.Invoked, CompletionSettings.Default));
    }
}
