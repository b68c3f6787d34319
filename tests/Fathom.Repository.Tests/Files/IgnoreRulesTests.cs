using System.Security.Cryptography;
using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.Files;

public sealed class IgnoreRulesTests
{
    [Theory]
    [InlineData("refStorage = reftable")]
    [InlineData("objectFormat = sha256")]
    public void A_repository_of_a_form_that_cannot_be_read_still_has_ignore_files(string extension)
    {
        using var folder = new GitFolder();
        folder.Write(".git/config", $"[core]\n\trepositoryformatversion = 1\n[extensions]\n\t{extension}\n");
        folder.Write(".git/info/exclude", "Scratch.cs\n");
        folder.Write(".gitignore", "Local.cs\n");
        folder.Write("app/Local.cs");
        folder.Write("app/Scratch.cs");
        folder.Write("app/Program.cs");

        using RepositoryFiles files = RepositoryFiles.Open(Path.Combine(folder.Root, "app"), folder.Cache);

        Assert.Equal(["Program.cs"], files.Enumerate(CancellationToken.None).Select(file => file.Path));
        Assert.Contains("ignore files hold", Assert.Single(files.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sdir")]
    [InlineData("link")]
    public void Where_the_list_of_tracked_files_cannot_be_read_what_is_ignored_stays_out(string extension)
    {
        using var folder = new GitFolder();
        folder.Write(".gitignore", "Local.cs\n");
        folder.Write("Local.cs");
        folder.Write("Program.cs");
        File.WriteAllBytes(Path.Combine(folder.Root, ".git", "index"), IndexWith(extension));

        using RepositoryFiles files = folder.Open();

        Assert.Equal(["Program.cs"], files.Enumerate(CancellationToken.None).Select(file => file.Path));
        Assert.Contains("git update-index", Assert.Single(files.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_repository_inside_the_folder_has_its_own_rules(bool isRepository)
    {
        using var folder = new GitFolder(isRepository);
        folder.Write("inner/.gitignore", "Tracked.cs\n");
        folder.Write("inner/packages/Core.cs");
        folder.Write("inner/Tracked.cs");
        folder.Write("inner/Excluded.cs");
        LibGit2Sharp.Repository.Init(Path.Combine(folder.Root, "inner"));
        folder.Write("inner/.git/info/exclude", "Excluded.cs\n");
        using (var inner = new LibGit2Sharp.Repository(Path.Combine(folder.Root, "inner")))
        {
            inner.Index.Add("packages/Core.cs");
            inner.Index.Add("Tracked.cs");
            inner.Index.Write();
        }

        Assert.Equal(["inner/Tracked.cs", "inner/packages/Core.cs"], folder.Paths());
        Assert.Equal(SkipReason.IgnoredByGit, folder.ReasonOf("inner/Excluded.cs"));
    }

    [Theory]
    [InlineData(".gitignore", false)]
    [InlineData(".git/info/exclude", false)]
    [InlineData("app/.gitignore", false)]
    [InlineData("app/deep/.gitignore", true)]
    public void Rules_are_read_again_after_an_ignore_file_was_written(string ignoreFile, bool below)
    {
        using var folder = new GitFolder();
        folder.Write("app/deep/A.cs");
        using RepositoryFiles files = RepositoryFiles.Open(Path.Combine(folder.Root, "app"), folder.Cache);
        SkipReason before = files.JudgeText("deep/A.cs", "class A { }\n");
        int version = files.RulesVersion;

        folder.Write(ignoreFile, "A.cs\n");
        files.ReloadChangedRules(below);

        Assert.Equal(SkipReason.None, before);
        Assert.NotEqual(version, files.RulesVersion);
        Assert.Equal(SkipReason.IgnoredByGit, files.JudgeText("deep/A.cs", "class A { }\n"));
    }

    [Theory]
    [InlineData(".fathomignore", "")]
    [InlineData(".gitignore", "")]
    [InlineData("src/.gitignore", "src/")]
    public void A_pattern_that_would_be_matched_for_ever_is_not(string file, string under)
    {
        using var folder = new GitFolder();
        folder.Write(file, string.Concat(Enumerable.Repeat("*a", 20)) + "*b\n");
        string path = folder.Write(under + new string('a', 60) + ".cs");
        using RepositoryFiles files = folder.Open();

        Assert.Equal(SkipReason.IgnoredByGit, files.Judge(path).Reason);
        Assert.Contains("more than eight stars", Assert.Single(files.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_are_not_read_again_where_none_was()
    {
        using var folder = new GitFolder();
        folder.Write("deep/A.cs");
        using RepositoryFiles files = folder.Open();
        files.JudgeText("deep/A.cs", "class A { }\n");
        int version = files.RulesVersion;

        files.ReloadChangedRules(below: true);

        Assert.Equal(version, files.RulesVersion);
    }

    [Fact]
    public void A_cache_folder_that_cannot_be_written_takes_no_rule_away()
    {
        using var folder = new GitFolder(isRepository: false);
        folder.Write(".gitignore", "Local.cs\n");
        folder.Write(".fathomignore", "Own.cs\n");
        folder.Write("Local.cs");
        folder.Write("Own.cs");
        folder.Write("Program.cs");
        string notAFolder = folder.Write("cache-is-a-file.txt");

        using RepositoryFiles files = RepositoryFiles.Open(folder.Root, Path.Combine(notAFolder, "fathom"));

        Assert.Equal([SkipReason.IgnoredByGit, SkipReason.IgnoredByFathom, SkipReason.None], new[] { "Local.cs", "Own.cs", "Program.cs" }.Select(path => files.Judge(path).Reason));
    }

    /// <summary>A list of no files with an extension that whoever does not know it must not pass over.</summary>
    private static byte[] IndexWith(string extension)
    {
        byte[] content = [.. "DIRC"u8, 0, 0, 0, 2, 0, 0, 0, 0, .. extension.Select(letter => (byte)letter), 0, 0, 0, 0];
        return [.. content, .. SHA1.HashData(content)];
    }
}
