using Fathom.Refactoring.Staging;
using Microsoft.Extensions.AI;
using static Fathom.Refactoring.Tests.ScriptedModel;

namespace Fathom.Refactoring.Tests;

public sealed class InstructedEditTests
{
    [Fact]
    public async Task Steps_build_upon_each_other_and_make_one_change_set()
    {
        using TestRepository repository = new(("A.cs", "class A { int F() => Old(1); int Old(int x) => x; }\n"), ("B.cs", "class B { int G(A a) => 2; }\n"));
        var model = new ScriptedModel(
            Call("rename", ("path", "A.cs"), ("line", 1), ("oldName", "Old"), ("newName", "Recent")),
            Call("replace_code", ("pattern", "Recent($x)"), ("replacement", "Recent($x + 1)")),
            Call("replace_text", ("path", "B.cs"), ("oldText", "=> 2;"), ("newText", "=> 3;")),
            Call("read_file", ("path", "A.cs")),
            new TextContent("Renamed it."));

        (ChangeSet changes, string? summary, List<string> steps) = await EditAsync(repository, model);

        Assert.Equal("class A { int F() => Recent(1 + 1); int Recent(int x) => x; }\n", changes.Files.Single(file => file.Path == "A.cs").After);
        Assert.Equal("class B { int G(A a) => 3; }\n", changes.Files.Single(file => file.Path == "B.cs").After);
        Assert.Equal("1: class A { int F() => Recent(1 + 1); int Recent(int x) => x; }\n2: \n", model.Told[3]);
        Assert.Equal("Renamed it.", summary);
        Assert.Equal(["rename Old to Recent", "replaced Recent($x) by Recent($x + 1)", "edited B.cs", "reads A.cs"], steps);
        Assert.Empty(changes.NewErrors);
        Assert.Contains("Old(1)", File.ReadAllText(repository.FullPath("A.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_each_edit_the_model_is_told_what_the_compiler_says_and_can_mend_it()
    {
        using TestRepository repository = TestRepository.Of("class A { int F() => 1; }\n");
        var model = new ScriptedModel(
            Call("replace_text", ("path", "A.cs"), ("oldText", "=> 1"), ("newText", "=> \"one\"")),
            Call("replace_text", ("path", "A.cs"), ("oldText", "int F"), ("newText", "string F")),
            new TextContent("Done."));

        (ChangeSet changes, _, _) = await EditAsync(repository, model);

        Assert.Contains("1 new errors in all:\nA.cs(1,22): CS0029", model.Told[0], StringComparison.Ordinal);
        Assert.Equal("edited A.cs. No new errors.", model.Told[1]);
        Assert.Empty(changes.NewErrors);
    }

    [Fact]
    public async Task What_the_gate_keeps_out_is_shown_by_no_tool_and_edited_by_none()
    {
        const string secret = "class Keys { const string Password = \"password=hunter2hunter2;\"; const string AwsKey = \"AKIAIOSFODNN7EXAMPLE\"; void Log() => A.Log(); }\n";
        using TestRepository repository = new(
            ("A.cs", "static class A { public static void Log() { } }\n"),
            ("Keys.cs", secret),
            ("Form.Designer.cs", "class Form { void M() => A.Log(); }\n"));
        var model = new ScriptedModel(
            Call("list_files"),
            Call("search_text", ("text", "Log")),
            Call("search_code", ("pattern", "A.Log()")),
            Call("read_file", ("path", "Keys.cs")),
            Call("replace_text", ("path", "Keys.cs"), ("oldText", "A.Log()"), ("newText", "A.Log()")),
            Call("rename", ("path", "A.cs"), ("line", 1), ("oldName", "Log"), ("newName", "Write")),
            new TextContent("Done."));

        (ChangeSet changes, _, _) = await EditAsync(repository, model);

        Assert.Equal("A.cs (2 lines)", model.Told[0]);
        Assert.DoesNotContain(model.Told, told => told.Contains("hunter2", StringComparison.Ordinal) || told.Contains("AKIA", StringComparison.Ordinal) || told.Contains("class Keys", StringComparison.Ordinal));
        Assert.Contains("no C# source Keys.cs that may be read", model.Told[3], StringComparison.Ordinal);
        Assert.Contains("no C# source Keys.cs that may be read", model.Told[4], StringComparison.Ordinal);
        Assert.Equal("Refused: Form.Designer.cs is written by a tool.", model.Told[5]);
        Assert.Empty(changes.Files);
    }

    [Theory]
    [InlineData("replace_text", "oldText", "missing", "newText", "x", "does not hold that text")]
    [InlineData("replace_text", "oldText", "1", "newText", "x", "more than once")]
    [InlineData("replace_code", "pattern", "$x", "replacement", "1", "fits everything")]
    [InlineData("replace_code", "pattern", "Gone($x)", "replacement", "1", "Nothing fits the pattern.")]
    [InlineData("search_text", "text", "missing", "x", "", "Nothing found.")]
    public async Task A_mistake_is_told_to_the_model_and_nothing_changes(string tool, string first, string firstValue, string second, string secondValue, string told)
    {
        using TestRepository repository = TestRepository.Of("class A { int F() => 1 + 1; }\n");
        var model = new ScriptedModel(Call(tool, ("path", "A.cs"), (first, firstValue), (second, secondValue)), new TextContent("Done."));

        (ChangeSet changes, _, _) = await EditAsync(repository, model);

        Assert.Contains(told, Assert.Single(model.Told), StringComparison.Ordinal);
        Assert.Empty(changes.Files);
    }

    [Fact]
    public async Task A_model_that_comes_to_no_end_is_stopped()
    {
        using TestRepository repository = TestRepository.Of("class A { }\n");

        RefactoringException stopped = await Assert.ThrowsAsync<RefactoringException>(() => EditAsync(repository, new ScriptedModel()));

        Assert.Contains("came to no end in 80 turns", stopped.Message, StringComparison.Ordinal);
    }

    private static async Task<(ChangeSet Changes, string? Summary, List<string> Steps)> EditAsync(TestRepository repository, IChatClient model)
    {
        var steps = new Steps();
        (ChangeSet changes, string? summary) = await repository.EditAsync(model, steps);
        return (changes, summary, steps.All);
    }

    private sealed class Steps : IProgress<string>
    {
        public List<string> All { get; } = [];

        public void Report(string value) => All.Add(value);
    }

    [Fact]
    public async Task What_the_user_excludes_is_shown_by_no_tool_and_made_by_none()
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("Vault/Prices.cs", "class Prices { int Cents = 17; }\n"), ("Vault/prices.json", "{ \"cents\": 17 }\n"));
        var model = new ScriptedModel(
            Call("list_files"),
            Call("search_text", ("text", "ents")),
            Call("read_file", ("path", "Vault/Prices.cs")),
            Call("read_file", ("path", "Vault/prices.json")),
            Call("create_file", ("path", "Vault/More.cs"), ("text", "class More { }\n")),
            new TextContent("Done."));

        (ChangeSet changes, _) = await repository.EditAsync(model, new Progress<string>(), path => !path.StartsWith("Vault/", StringComparison.Ordinal));

        Assert.Equal("A.cs (2 lines)", model.Told[0]);
        Assert.All(model.Told, told => Assert.DoesNotContain("17", told, StringComparison.Ordinal));
        Assert.Contains("fathom.exclude", model.Told[4], StringComparison.Ordinal);
        Assert.Empty(changes.Files);
    }

    [Fact]
    public async Task A_secret_is_not_shown_because_an_edit_made_it_look_like_none()
    {
        using TestRepository repository = new(("Db.cs", "class Db { void Open(string s) { } void M() => Open(\"Server=x;User Id=sa;Pass" + "word=S3cretPw99;\"); }\n"));
        var model = new ScriptedModel(
            Call("replace_code", ("pattern", "\"Server=x;User Id=sa;Pass" + "word=S3cretPw99;\""), ("replacement", "\"nothing\"")),
            Call("read_file", ("path", "Db.cs")),
            new TextContent("Done."));

        await repository.EditAsync(model, new Progress<string>());

        Assert.StartsWith("There is no C# source Db.cs that may be read", model.Told[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_that_is_renamed_is_a_whole_word()
    {
        using TestRepository repository = TestRepository.Of("class OrderList { }\nclass Order { OrderList Find(Order order) => null!; }\n");

        (ChangeSet changes, _) = await repository.CallAsync(Call("rename", ("path", "A.cs"), ("line", 2), ("oldName", "Order"), ("newName", "Purchase")));

        Assert.Equal("class OrderList { }\nclass Purchase { OrderList Find(Purchase order) => null!; }\n", changes.Files.Single().After);
    }

    [Fact]
    public async Task A_type_that_is_renamed_twice_takes_its_file_along_both_times()
    {
        using TestRepository repository = new(("Order.cs", "class Order { }\n"));

        (ChangeSet changes, _) = await repository.CallAsync(
            Call("rename", ("path", "Order.cs"), ("line", 1), ("oldName", "Order"), ("newName", "Purchase")),
            Call("rename", ("path", "Order.cs"), ("line", 1), ("oldName", "Purchase"), ("newName", "Sale")));

        Assert.Equal(("Sale.cs", "class Sale { }\n"), (changes.Files.Single().NewPath, changes.Files.Single().After));
    }

    [Fact]
    public async Task Of_two_types_that_get_one_name_only_one_takes_its_file_along()
    {
        using TestRepository repository = new(("A.cs", "namespace N1 { class A { } }\n"), ("B.cs", "namespace N2 { class B { } }\n"));

        (ChangeSet changes, _) = await repository.CallAsync(
            Call("rename", ("path", "A.cs"), ("line", 1), ("oldName", "A"), ("newName", "X")),
            Call("rename", ("path", "B.cs"), ("line", 1), ("oldName", "B"), ("newName", "X")));

        Assert.Equal(["X.cs", null], changes.Files.Select(file => file.NewPath));
    }
}
