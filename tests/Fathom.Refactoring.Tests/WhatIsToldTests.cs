using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Microsoft.Extensions.AI;
using static Fathom.Refactoring.Tests.ScriptedModel;

namespace Fathom.Refactoring.Tests;

/// <summary>What an edit tells of files that it does not reach, and what it tells a model of those that it may not see.</summary>
public sealed class WhatIsToldTests
{
    [Fact]
    public async Task A_source_of_more_than_a_megabyte_is_renamed_like_any_other()
    {
        string filler = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"    // This line is the filler number {i}.\n"));
        using TestRepository repository = new(("Order.cs", "class Order { }\n"), ("Client.cs", $"class Client\n{{\n{filler}    Order Last;\n}}\n"));

        ChangeSet changes = await repository.RenameAsync("Order.cs", "class Or|der", "Purchase");

        Assert.EndsWith("    Purchase Last;\n}\n", changes.Files.Single(file => file.Path == "Client.cs").After, StringComparison.Ordinal);
        Assert.Empty(changes.NewErrors);
        Assert.Empty(changes.Warnings);
    }

    [Theory]
    [InlineData("MainWindow.xaml", "<Button Click=\"Save\" />")]
    [InlineData("Pages/Index.razor", "<button @onclick=\"Save\">Save</button>")]
    public async Task A_view_that_holds_the_name_is_told(string view, string markup)
    {
        using TestRepository repository = new(("A.cs", "class A { void Save() { } }\n"), (view, markup), ("Other.xaml", "<Button Click=\"SaveAll\" />"));

        ChangeSet changes = await repository.RenameAsync("A.cs", "void Sa|ve", "Store");

        Assert.Equal($"pages and views are not renamed, and 'Save' stands in {view}", Assert.Single(changes.Warnings));
    }

    [Fact]
    public async Task A_type_that_is_named_Attribute_is_not_told_of_every_branch_that_is_switched_off()
    {
        using TestRepository repository = TestRepository.Of("class Attribute { }\nclass C\n{\n#if OLD\n    int x;\n#endif\n}\n");

        ChangeSet changes = await repository.RenameAsync("A.cs", "class Attr|ibute", "Mark");

        Assert.Empty(changes.Warnings);
    }

    [Fact]
    public async Task The_value_of_a_constant_in_a_hidden_source_reaches_no_model_by_way_of_the_compiler()
    {
        using TestRepository repository = new(
            ("Keys.cs", "public static class Keys { public const string Aws = \"AKIAIOSFODNN7EXAMPLE\"; public const string Pass = \"correct horse\"; }\n"),
            ("A.cs", "class A { }\n"));

        (_, IReadOnlyList<string> told) = await repository.CallAsync(
            Call("replace_text", ("path", "A.cs"), ("oldText", "class A { }"), ("newText", "class A { [System.Obsolete(Keys.Pass, true)] void F() { } void G() { F(); } }")));

        Assert.Contains("CS0619: it is about a value that may not be shown", told[0], StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_cannot_be_read_are_told_to_the_model_as_often_as_it_makes_them()
    {
        using TestRepository repository = TestRepository.Of("class A { int F() => 1; }\n");
        FunctionCallContent wrong = Call("rename", ("path", "A.cs"), ("line", "twelve"), ("oldName", "F"), ("newName", "G"));
        FunctionCallContent[] calls = [.. Enumerable.Range(0, 6).Select(i => new FunctionCallContent($"{i}", wrong.Name, wrong.Arguments)), Call("replace_text", ("path", "A.cs"), ("oldText", "=> 1"), ("newText", "=> 2"))];

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(calls);

        Assert.Equal(7, told.Count);
        Assert.Equal("class A { int F() => 2; }\n", changes.Files.Single().After);
    }

    [Fact]
    public async Task What_an_ignore_file_names_since_the_last_step_is_not_shown()
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("Vault/Prices.cs", "class Prices { const int Margin = 42; }\n"));
        var model = new ScriptedModel(Call("read_file", ("path", "Vault/Prices.cs")), Call("read_file", ("path", "Vault/Prices.cs")), new TextContent("Done."));

        await repository.EditAsync(model, new Ignoring(repository));

        Assert.Contains("Margin", model.Told[0], StringComparison.Ordinal);
        Assert.Contains("no C# source Vault/Prices.cs that may be read", model.Told[1], StringComparison.Ordinal);
    }

    [Fact]
    public void More_sources_than_are_taken_are_not_read()
    {
        using TestRepository repository = TestRepository.Of("class A { }\n");
        using (FileStream large = File.Create(repository.FullPath("Large.cs")))
        {
            large.SetLength(SourceFiles.MostBytes);
        }

        RefactoringException refused = Assert.Throws<RefactoringException>(() => EditableWorkspace.Load(repository.Files, _ => null, TestContext.Current.CancellationToken));

        Assert.Contains("have more than 120 MB; name a folder in it.", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Writes an ignore file while the first step is under way.</summary>
    private sealed class Ignoring(TestRepository repository) : IProgress<string>
    {
        public void Report(string value) => repository.Write(".fathomignore", "Vault/\n");
    }
}
