using System.Collections.Immutable;
using System.Diagnostics;
using CsCheck;
using Fathom.Refactoring.Preview;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Tests;

public sealed class UnifiedDiffTests
{
    [Fact]
    public async Task A_diff_shows_three_lines_around_and_a_moved_file()
    {
        using TestRepository repository = new(("a/Old.cs", "// 1\n// 2\n// 3\n// 4\nclass Old { }\n// 5\n"));

        string diff = UnifiedDiff.Of(await repository.RenameAsync("a/Old.cs", "class Old|", "New"));

        Assert.Equal(
            """
            diff --git a/a/Old.cs b/a/New.cs
            rename from a/Old.cs
            rename to a/New.cs
            --- a/a/Old.cs
            +++ b/a/New.cs
            @@ -2,5 +2,5 @@
             // 2
             // 3
             // 4
            -class Old { }
            +class New { }
             // 5

            """,
            diff);
    }

    [Fact]
    public void A_line_without_an_end_and_a_byte_order_mark_are_shown_as_git_wants_them()
    {
        var change = new FileChange("A.cs", null, "a\r\nb", HasByteOrderMark: true, [new TextChange(new TextSpan(3, 1), "c")]);

        Assert.Equal("diff --git a/A.cs b/A.cs\n--- a/A.cs\n+++ b/A.cs\n@@ -1,2 +1,2 @@\n \uFEFFa\r\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n", UnifiedDiff.Of(Set(change)));
    }

    [Fact]
    public void A_file_that_is_made_or_deleted_has_nothing_on_its_other_side()
    {
        ChangeSet changes = new("edit", [FileChange.Creation("a/New.cs", "class New\n{ }\n"), FileChange.Creation("empty.txt", ""), FileChange.Deletion("Old.cs", "class Old { }", hasByteOrderMark: true)], [], []);

        Assert.Equal(
            """
            diff --git a/a/New.cs b/a/New.cs
            new file mode 100644
            --- /dev/null
            +++ b/a/New.cs
            @@ -0,0 +1,2 @@
            +class New
            +{ }
            diff --git a/empty.txt b/empty.txt
            new file mode 100644
            diff --git a/Old.cs b/Old.cs
            deleted file mode 100644
            --- a/Old.cs
            +++ /dev/null
            @@ -1,1 +0,0 @@
            -\uFEFFclass Old { }
            \ No newline at end of file

            """.Replace("\\uFEFF", "\uFEFF", StringComparison.Ordinal),
            UnifiedDiff.Of(changes));
        Assert.Equal(3, changes.Places);
    }

    [Fact]
    public async Task Git_applies_a_diff_that_edits_makes_and_deletes_files()
    {
        using TestRepository repository = new(("Edited.cs", "class A { }\r\n"), ("old/Gone.cs", "class B { }"), ("old/Empty.txt", ""), ("my notes.md", "a note\n"));
        ChangeSet changes = new(
            "edit",
            [
                new FileChange("Edited.cs", null, "class A { }\r\n", HasByteOrderMark: false, [new TextChange(new TextSpan(6, 1), "Z")]),
                FileChange.Creation("new/deep/Made.cs", "class C\n{\n}"),
                FileChange.Creation("new/Empty.txt", ""),
                FileChange.Creation("new/with space.md", "text\n"),
                FileChange.Deletion("old/Gone.cs", "class B { }", hasByteOrderMark: false),
                FileChange.Deletion("old/Empty.txt", "", hasByteOrderMark: false),
                FileChange.Deletion("my notes.md", "a note\n", hasByteOrderMark: false),
            ],
            [],
            []);

        string errors = await GitApplyAsync(repository.FullPath("."), UnifiedDiff.Of(changes));

        Assert.Equal("", errors);
        Assert.Equal("class Z { }\r\n", File.ReadAllText(repository.FullPath("Edited.cs")));
        Assert.Equal("class C\n{\n}", File.ReadAllText(repository.FullPath("new/deep/Made.cs")));
        Assert.Equal("", File.ReadAllText(repository.FullPath("new/Empty.txt")));
        Assert.Equal("text\n", File.ReadAllText(repository.FullPath("new/with space.md")));
        Assert.Equal([], new[] { "old/Gone.cs", "old/Empty.txt", "my notes.md" }.Where(path => File.Exists(repository.FullPath(path))));
    }

    /// <summary>What a reader of the diff makes of the old text is the new text, whatever the edits are.</summary>
    [Fact]
    public void Any_diff_leads_from_the_text_before_to_the_text_after()
    {
        Gen<string> texts = Gen.Char["ab\n"].Array[0, 60].Select(letters => new string(letters));
        Gen<(string, int[], string[], bool)> edits = Gen.Select(texts, Gen.Int[0, 60].Array[0, 8], Gen.Char["xy\n"].Array[0, 4].Select(letters => new string(letters)).Array[4], Gen.Bool);
        edits.Sample(sample =>
        {
            (string before, int[] places, string[] inserted, bool hasMark) = sample;
            int[] ends = [.. places.Select(place => Math.Min(place, before.Length)).Distinct().Order()];
            ImmutableArray<TextChange> changes = [.. ends.Chunk(2).Where(pair => pair.Length == 2).Select((pair, index) => new TextChange(TextSpan.FromBounds(pair[0], pair[1]), inserted[index % 4]))];
            var change = new FileChange("A.cs", null, before, hasMark, changes);
            string mark = hasMark && before.Length > 0 ? "\uFEFF" : "";

            Assert.Equal(change.After.Length == 0 ? "" : mark + change.After, Applied(mark + before, UnifiedDiff.Of(Set(change))));
        });
    }

    private static async Task<string> GitApplyAsync(string folder, string diff)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", ["apply", "--whitespace=nowarn", "-"]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardError = true })!;
        await git.StandardInput.WriteAsync(diff);
        git.StandardInput.Close();
        string errors = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        return errors;
    }

    /// <summary>Reads a diff as <c>git apply</c> does.</summary>
    private static string Applied(string before, string diff)
    {
        string[] lines = UnifiedDiff.LinesOf(before);
        string[] rows = diff.Split('\n')[..^1];
        var after = new List<string>();
        int at = 0;
        for (int i = 3; i < rows.Length; i++)
        {
            string row = rows[i];
            string line = i + 1 < rows.Length && rows[i + 1][0] == '\\' ? row[1..] : row[1..] + "\n";
            switch (row[0])
            {
                case '@':
                    string[] place = row.Split([' ', ',']);
                    int start = int.Parse(place[1][1..], System.Globalization.CultureInfo.InvariantCulture) - (place[2] == "0" ? 0 : 1);
                    after.AddRange(lines[at..start]);
                    at = start;
                    break;
                case ' ':
                    Assert.Equal(lines[at], line);
                    after.Add(lines[at++]);
                    break;
                case '-':
                    Assert.Equal(lines[at++], line);
                    break;
                case '+':
                    after.Add(line);
                    break;
                default:
                    break;
            }
        }

        return string.Concat(after.Concat(lines[at..]));
    }

    private static ChangeSet Set(FileChange change) => new("edit", [change], [], []);
}
