using System.Text;
using Fathom.Refactoring.Staging;

namespace Fathom.Refactoring.Tests;

public sealed class ChangeWriterTests
{
    [Fact]
    public async Task Written_files_keep_their_byte_order_mark_and_their_line_ends()
    {
        using TestRepository repository = new(("A.cs", ""), ("B.cs", ""));
        byte[] marked = [.. Encoding.UTF8.GetPreamble(), .. "class A { int F() => Max(1, 2); }\r\n"u8];
        File.WriteAllBytes(repository.FullPath("A.cs"), marked);
        File.WriteAllBytes(repository.FullPath("B.cs"), [.. "class B { int F() => Max(3, 4); }"u8]);

        ChangeWriter.Write(repository.Files, await repository.ReplaceAsync("Max($a, $b)", "Min($b, $a)"));

        Assert.Equal([.. Encoding.UTF8.GetPreamble(), .. "class A { int F() => Min(2, 1); }\r\n"u8], File.ReadAllBytes(repository.FullPath("A.cs")));
        Assert.Equal("class B { int F() => Min(4, 3); }"u8, File.ReadAllBytes(repository.FullPath("B.cs")));
    }

    [Fact]
    public async Task Nothing_is_written_where_one_file_has_changed_meanwhile()
    {
        using TestRepository repository = new(("A.cs", "class A { int F() => Max(1, 2); }\n"), ("B.cs", "class B { int F() => Max(3, 4); }\n"));
        ChangeSet changes = await repository.ReplaceAsync("Max($a, $b)", "Min($b, $a)");
        repository.Write("B.cs", "class B { int F() => Max(3, 4); } // new\n");

        RefactoringException refused = Assert.Throws<RefactoringException>(() => ChangeWriter.Write(repository.Files, changes));

        Assert.Contains("B.cs has changed since it was read; nothing was written", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Max(1, 2)", File.ReadAllText(repository.FullPath("A.cs")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_is_taken_back_where_a_later_file_cannot_be()
    {
        using TestRepository repository = new(("A.cs", "class A { B F() => new B(); }\n"), ("B.cs", "class B { }\n"));
        ChangeSet changes = await repository.RenameAsync("B.cs", "class B|", "Z");
        Directory.CreateDirectory(repository.FullPath("Z.cs"));

        Assert.ThrowsAny<IOException>(() => ChangeWriter.Write(repository.Files, changes));

        Assert.Equal("class A { B F() => new B(); }\n", File.ReadAllText(repository.FullPath("A.cs")));
        Assert.Equal("class B { }\n", File.ReadAllText(repository.FullPath("B.cs")));
    }

    [Fact]
    public void Files_are_made_with_their_folders_and_deleted()
    {
        using TestRepository repository = new(("Old.cs", "class Old { }\n"));

        ChangeWriter.Write(repository.Files, Set(FileChange.Creation("src/deep/New.cs", "class New { }\n"), FileChange.Deletion("Old.cs", "class Old { }\n", hasByteOrderMark: false)));

        Assert.Equal("class New { }\n", File.ReadAllText(repository.FullPath("src/deep/New.cs")));
        Assert.False(File.Exists(repository.FullPath("Old.cs")));
    }

    [Fact]
    public void A_file_that_is_there_by_now_is_not_written_over()
    {
        using TestRepository repository = new(("A.cs", "class A { }\n"), ("New.cs", "// mine\n"));

        RefactoringException refused = Assert.Throws<RefactoringException>(() =>
            ChangeWriter.Write(repository.Files, Set(FileChange.Deletion("A.cs", "class A { }\n", hasByteOrderMark: false), FileChange.Creation("New.cs", "class New { }\n"))));

        Assert.Equal("New.cs is there already; nothing was written, move it away first.", refused.Message);
        Assert.Equal("// mine\n", File.ReadAllText(repository.FullPath("New.cs")));
        Assert.True(File.Exists(repository.FullPath("A.cs")));
    }

    [Fact]
    public void A_file_that_has_changed_is_not_deleted()
    {
        using TestRepository repository = new(("Old.cs", "class Old { int x; }\n"));

        RefactoringException refused = Assert.Throws<RefactoringException>(() => ChangeWriter.Write(repository.Files, Set(FileChange.Deletion("Old.cs", "class Old { }\n", hasByteOrderMark: false))));

        Assert.Contains("Old.cs has changed since it was read", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(repository.FullPath("Old.cs")));
    }

    [Fact]
    public void What_was_made_and_its_folders_are_removed_where_a_later_file_cannot_be_made()
    {
        // That there is a file where a folder is needed comes out only when the folder is made.
        using TestRepository repository = new(("here/A.cs", "class A { }\n"), ("z", "a file\n"));

        Assert.ThrowsAny<IOException>(() => ChangeWriter.Write(
            repository.Files,
            Set(FileChange.Creation("here/B.cs", "class B { }\n"), FileChange.Deletion("here/A.cs", "class A { }\n", hasByteOrderMark: false), FileChange.Creation("new/deep/C.cs", ""), FileChange.Creation("z/D.cs", ""))));

        Assert.True(File.Exists(repository.FullPath("here/A.cs")));
        Assert.False(File.Exists(repository.FullPath("here/B.cs")));
        Assert.False(Directory.Exists(repository.FullPath("new")));
    }

    [Fact]
    public async Task A_renamed_type_moves_its_file()
    {
        using TestRepository repository = new(("Old.cs", "class Old { }\n"));

        ChangeWriter.Write(repository.Files, await repository.RenameAsync("Old.cs", "class Old|", "New"));

        Assert.False(File.Exists(repository.FullPath("Old.cs")));
        Assert.Equal("class New { }\n", File.ReadAllText(repository.FullPath("New.cs")));
    }

    private static ChangeSet Set(params ReadOnlySpan<FileChange> changes) => new("edit", [.. changes], [], []);
}
