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
    public async Task A_renamed_type_moves_its_file()
    {
        using TestRepository repository = new(("Old.cs", "class Old { }\n"));

        ChangeWriter.Write(repository.Files, await repository.RenameAsync("Old.cs", "class Old|", "New"));

        Assert.False(File.Exists(repository.FullPath("Old.cs")));
        Assert.Equal("class New { }\n", File.ReadAllText(repository.FullPath("New.cs")));
    }
}
