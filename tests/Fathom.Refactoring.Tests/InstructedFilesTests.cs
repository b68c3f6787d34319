using System.Diagnostics;
using Fathom.Refactoring.Staging;
using static Fathom.Refactoring.Tests.ScriptedModel;

namespace Fathom.Refactoring.Tests;

/// <summary>What a model does with whole files, and with files that are no C#.</summary>
public sealed class InstructedFilesTests
{
    [Fact]
    public async Task A_new_source_is_compiled_with_the_project_that_it_lies_in()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", TestRepository.Library),
            ("Lib/Order.cs", "namespace Lib;\npublic class Order { }\n"),
            ("App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup></Project>"""),
            ("App/Program.cs", "class Program { }\n"));

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(
            Create("Lib/Orders/Cart.cs", "namespace Lib;\npublic class Cart { public List<Order> Orders = []; public Missing Other; }\n"),
            Call("replace_text", ("path", "Lib/Orders/Cart.cs"), ("oldText", " public Missing Other;"), ("newText", "")),
            Call("replace_text", ("path", "App/Program.cs"), ("oldText", "class Program { }"), ("newText", "class Program { object F() => new Lib.Cart().Orders; }")),
            Call("list_files", ("pattern", "Lib/**/*.cs")));

        Assert.Equal("made Lib/Orders/Cart.cs. 1 new errors in all:\nLib/Orders/Cart.cs(2,60): CS0246: The type or namespace name 'Missing' could not be found (are you missing a using directive or an assembly reference?)", told[0]);
        Assert.Equal(["edited Lib/Orders/Cart.cs. No new errors.", "edited App/Program.cs. No new errors.", "Lib/Order.cs (3 lines)\nLib/Orders/Cart.cs (3 lines)"], told.Skip(1));
        Assert.Equal([("App/Program.cs", FileChangeKind.Edited), ("Lib/Orders/Cart.cs", FileChangeKind.Created)], changes.Files.Select(file => (file.Path, file.Kind)));
        Assert.Equal("namespace Lib;\npublic class Cart { public List<Order> Orders = []; }\n", changes.Files[1].After);
        Assert.Empty(changes.NewErrors);
        Assert.False(File.Exists(repository.FullPath("Lib/Orders/Cart.cs")));
    }

    [Fact]
    public async Task The_first_source_of_a_project_sees_what_the_project_refers_to_and_is_seen_by_those_that_refer_to_it()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", TestRepository.Library),
            ("Lib/Order.cs", "namespace Lib;\npublic class Order { }\n"),
            ("Mid/Mid.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup></Project>"""),
            ("App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Mid/Mid.csproj" /></ItemGroup></Project>"""),
            ("App/Program.cs", "class Program { }\n"));

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(
            Create("Mid/Middle.cs", "public class Middle { public Lib.Order Order; Missing x; }\n"),
            Call("replace_text", ("path", "Mid/Middle.cs"), ("oldText", " Missing x;"), ("newText", "")),
            Call("replace_text", ("path", "App/Program.cs"), ("oldText", "{ }"), ("newText", "{ object F() => new Middle().Order; }")));

        Assert.StartsWith("made Mid/Middle.cs. 1 new errors in all:\nMid/Middle.cs(1,47): CS0246", told[0], StringComparison.Ordinal);
        Assert.Equal(["edited Mid/Middle.cs. No new errors.", "edited App/Program.cs. No new errors."], told.Skip(1));
        Assert.Empty(changes.NewErrors);
        Assert.Equal(["App/Program.cs", "Mid/Middle.cs"], changes.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_deleted_source_is_missed_by_what_uses_it()
    {
        using TestRepository repository = new(("A.cs", "class A { B F() => null; }\n"), ("B.cs", "class B { }\n"));

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(Call("delete_file", ("path", "B.cs")), Call("read_file", ("path", "B.cs")), Call("search_text", ("text", "class")));

        Assert.StartsWith("deleted B.cs. 1 new errors in all:\nA.cs(1,11): CS0246", told[0], StringComparison.Ordinal);
        Assert.Contains("no C# source B.cs that may be read", told[1], StringComparison.Ordinal);
        Assert.Equal("A.cs:1: class A { B F() => null; }", told[2]);
        FileChange deleted = Assert.Single(changes.Files);
        Assert.Equal(("B.cs", FileChangeKind.Deleted, "class B { }\n", ""), (deleted.Path, deleted.Kind, deleted.Before, deleted.After));
        Assert.Equal("CS0246", Assert.Single(changes.NewErrors).Id);
    }

    [Fact]
    public async Task What_is_made_and_deleted_again_is_no_change_and_what_is_deleted_and_made_again_is_an_edit()
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("a.json", "{}\n"));

        (ChangeSet changes, _) = await repository.CallAsync(
            Create("New.cs", "class New { }\n"),
            Call("delete_file", ("path", "New.cs")),
            Create("new.json", "{}\n"),
            Call("delete_file", ("path", "new.json")),
            Call("delete_file", ("path", "A.cs")),
            Create("A.cs", "class A { int x; }\n"),
            Call("delete_file", ("path", "a.json")),
            Create("a.json", "[]\n"));

        Assert.Equal([("A.cs", FileChangeKind.Edited, "class A { int x; }\n"), ("a.json", FileChangeKind.Edited, "[]\n")], changes.Files.Select(file => (file.Path, file.Kind, file.After)));
    }

    [Theory]
    [InlineData("A.cs", "class X { }\r\nclass Y { }\n", "class X { }\nclass Y { }\n")]
    [InlineData("windows/B.cs", "class X { }\nclass Y { }\n", "class X { }\r\nclass Y { }\r\n")]
    [InlineData("windows/new.json", "{\n}\n", "{\r\n}\r\n")]
    public async Task A_new_file_has_the_line_ends_of_its_neighbours(string neighbour, string text, string written)
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("windows/B.cs", "class B { }\r\n"), ("windows/old.json", "{ }\r\n"));
        string path = neighbour.Replace(".cs", "New.cs", StringComparison.Ordinal);

        (ChangeSet changes, _) = await repository.CallAsync(Create(path, text));

        Assert.Equal(written, Assert.Single(changes.Files).After);
    }

    [Theory]
    [InlineData("A.cs", "There is a A.cs already; edit it, or take another path.")]
    [InlineData("notes.md", "There is a notes.md already")]
    [InlineData("src", "There is a src already")]
    [InlineData("../Out.cs", "'../Out.cs' is no path that a file of the repository can have; give it relative to its folder with forward slashes")]
    [InlineData("src/../../Out.cs", "is no path that a file")]
    [InlineData("/tmp/Out.cs", "is no path that a file")]
    [InlineData("src\\New.cs", "is no path that a file")]
    [InlineData("src/New\n.cs", "is no path that a file")]
    [InlineData("", "is no path that a file")]
    [InlineData("notes.md/New.cs", "notes.md is a file, and notes.md/New.cs cannot lie in it")]
    [InlineData("ignored/New.cs", "ignored/New.cs cannot be made: .fathomignore names it.")]
    [InlineData(".env", ".env cannot be made: files of this name hold secrets.")]
    [InlineData("obj/New.cs", "obj/New.cs cannot be made: its name, its folder or its first lines say that a tool wrote it.")]
    [InlineData(".git/hooks/pre-commit", "cannot be made: it, or a folder above it, is hidden")]
    [InlineData("link/New.cs", "cannot be made: it is reached through a link")]
    public async Task A_file_that_may_not_be_made_is_refused_with_a_sentence(string path, string sentence)
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("notes.md", "notes\n"), ("src/B.cs", "class B { }\n"), (".fathomignore", "ignored/\n"));
        Directory.CreateSymbolicLink(repository.FullPath("link"), Path.GetTempPath());
        repository.Files.ReloadRules();

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(Create(path, "class New { }\n"));

        Assert.Contains(sentence, Assert.Single(told), StringComparison.Ordinal);
        Assert.Empty(changes.Files);
    }

    [Fact]
    public async Task What_would_hold_a_secret_or_end_the_compiler_is_not_written()
    {
        using TestRepository repository = TestRepository.Of("class A { int F() => 1; }\n");
        string deep = new('(', 100_000);

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(
            Create("settings.json", "{ \"key\": \"AKIAIOSFODNN7EXAMPLE\" }\n"),
            Create("B.cs", $"class B {{ int F() => {deep}1{deep.Replace('(', ')')}; }}\n"),
            Call("replace_text", ("path", "A.cs"), ("oldText", "1"), ("newText", $"{deep}1{deep.Replace('(', ')')}")));

        Assert.Equal("settings.json cannot be made: a private key or an access token stands in it.", told[0]);
        Assert.StartsWith("B.cs would be nested more deeply than the compiler can read", told[1], StringComparison.Ordinal);
        Assert.StartsWith("A.cs would be nested more deeply than the compiler can read", told[2], StringComparison.Ordinal);
        Assert.Empty(changes.Files);
    }

    [Fact]
    public async Task A_new_source_does_not_take_the_place_that_a_renamed_one_moves_to()
    {
        using TestRepository repository = new(("Old.cs", "class Old { }\n"));

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(
            Call("rename", ("path", "Old.cs"), ("line", 1), ("oldName", "Old"), ("newName", "New")),
            Create("New.cs", "class Other { }\n"));

        Assert.StartsWith("There is a New.cs already", told[1], StringComparison.Ordinal);
        Assert.Equal("New.cs", Assert.Single(changes.Files).NewPath);
    }

    [Fact]
    public async Task A_source_that_is_renamed_after_it_was_made_is_made_under_its_new_name_where_that_is_free()
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("Gone.cs", "class Gone { }\n"));

        (ChangeSet free, _) = await repository.CallAsync(Create("New.cs", "class New { }\n"), Call("rename", ("path", "New.cs"), ("line", 1), ("oldName", "New"), ("newName", "Newer")));
        (ChangeSet taken, _) = await repository.CallAsync(Call("delete_file", ("path", "Gone.cs")), Call("rename", ("path", "A.cs"), ("line", 1), ("oldName", "A"), ("newName", "Gone")));

        Assert.Equal(("Newer.cs", "class Newer { }\n"), (free.Files.Single().Path, free.Files.Single().After));
        Assert.Equal([("A.cs", null, FileChangeKind.Edited), ("Gone.cs", null, FileChangeKind.Deleted)], taken.Files.Select(file => (file.Path, file.NewPath, file.Kind)));
    }

    [Fact]
    public async Task Files_that_are_no_source_are_listed_searched_read_and_edited()
    {
        using TestRepository repository = new(
            ("App/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\">\r\n  <!-- one -->\r\n</Project>\r\n"),
            ("App/Program.cs", "class Program { }\n"),
            ("App/appsettings.json", "{ \"Level\": \"One\" }\n"),
            ("README.md", "# One\n\nOne more.\n"));

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(
            Call("list_files"),
            Call("search_text", ("text", "one")),
            Call("search_text", ("text", "one"), ("files", "**/*.json")),
            Call("read_file", ("path", "App/App.csproj"), ("firstLine", 2), ("lastLine", 2)),
            Call("replace_text", ("path", "App/App.csproj"), ("oldText", "  <!-- one -->\n"), ("newText", "  <!-- two -->\n  <!-- three -->\n")),
            Call("replace_text", ("path", "README.md"), ("oldText", "# One"), ("newText", "# Two")),
            Call("replace_text", ("path", "README.md"), ("oldText", "One more"), ("newText", "Two more")),
            Call("read_file", ("path", "README.md")),
            Call("delete_file", ("path", "App/appsettings.json")));

        Assert.Equal("App/App.csproj (4 lines)\nApp/Program.cs (2 lines)\nApp/appsettings.json (2 lines)\nREADME.md (4 lines)", told[0]);
        Assert.Equal("App/App.csproj:2: <!-- one -->\nApp/appsettings.json:1: { \"Level\": \"One\" }\nREADME.md:1: # One\nREADME.md:3: One more.", told[1]);
        Assert.Equal("App/appsettings.json:1: { \"Level\": \"One\" }", told[2]);
        Assert.Equal("2:   <!-- one -->\n… 4 lines in all\n", told[3]);
        Assert.Equal("edited App/App.csproj. Projects are not read again: what the compiler says goes on to be of the projects as they were.", told[4]);
        Assert.Equal("edited README.md.", told[5]);
        Assert.Equal("1: # Two\n2: \n3: Two more.\n4: \n", told[7]);
        Assert.Equal("deleted App/appsettings.json.", told[8]);
        Assert.Equal(["App/App.csproj", "App/appsettings.json", "README.md"], changes.Files.Select(file => file.Path));
        Assert.Equal("<Project Sdk=\"Microsoft.NET.Sdk\">\r\n  <!-- two -->\r\n  <!-- three -->\r\n</Project>\r\n", changes.Files[0].After);
        Assert.Equal((FileChangeKind.Deleted, 2), (changes.Files[1].Kind, changes.Files[2].Edits.Length));
        Assert.Contains("App/App.csproj changes, and the compiler was asked with the projects as they are", changes.Warnings);
    }

    [Fact]
    public async Task Of_the_other_files_too_none_that_the_gate_keeps_out_is_shown()
    {
        using TestRepository repository = new(
            ("A.cs", "class A { }\n"),
            ("private/notes.md", "hunter2\n"),
            ("secrets.json", "hunter2\n"),
            ("appsettings.json", "{ \"Db\": \"Server=x;Password=hunter2hunter2;\" }\n"),
            ("picture.svg", "\0hunter2\n"),
            ("large.txt", new string('x', 1_000_001)),
            (".hidden.txt", "hunter2\n"),
            (".fathomignore", "private/\n"));
        repository.Files.ReloadRules();

        (ChangeSet changes, IReadOnlyList<string> told) = await repository.CallAsync(
            Call("list_files"),
            Call("search_text", ("text", "hunter2")),
            Call("read_file", ("path", "private/notes.md")),
            Call("read_file", ("path", "./A.cs")),
            Call("read_file", ("path", "private/../secrets.json")),
            Call("read_file", ("path", repository.FullPath("appsettings.json"))),
            Call("replace_text", ("path", "appsettings.json"), ("oldText", "hunter2hunter2"), ("newText", "x")),
            Call("delete_file", ("path", ".hidden.txt")));

        Assert.Equal("A.cs (2 lines)", told[0]);
        Assert.Equal("Nothing found.", told[1]);
        Assert.All(told.Skip(2), answer => Assert.Matches("^There is no (C# source|text file) .* that may be read", answer));
        Assert.Empty(changes.Files);
    }

    private static Microsoft.Extensions.AI.FunctionCallContent Create(string path, string text) => Call("create_file", ("path", path), ("text", text));

    [Fact]
    public async Task A_text_over_several_lines_is_found_whatever_ends_they_have()
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("notes.md", "a\r\nb\nc\r\nd\r\n"));

        (ChangeSet changes, _) = await repository.CallAsync(Call("replace_text", ("path", "notes.md"), ("oldText", "a\nb\nc"), ("newText", "x")));

        Assert.Equal("x\r\nd\r\n", changes.Files.Single().After);
    }

    [Fact]
    public async Task A_pipe_is_no_file_to_wait_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using TestRepository repository = new(("A.cs", "class A { }\n"));
        using (Process made = Process.Start("mkfifo", [repository.FullPath("control")])!)
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (_, IReadOnlyList<string> told) = await repository.CallAsync(Call("search_text", ("text", "class")));

        Assert.StartsWith("A.cs:1:", told[0], StringComparison.Ordinal);
    }
}
