using System.Text;
using Fathom.Repository.Files;

namespace Fathom.Repository.Tests.Files;

public sealed class RepositoryFilesTests
{
    [Fact]
    public void Gits_own_rules_hold_in_every_folder()
    {
        using var folder = new GitFolder();
        folder.Write(".gitignore", "*.tmp.cs\nlogs/\n!kept.tmp.cs\n");
        folder.Write("src/.gitignore", "/Local.cs\n");
        folder.Write("src/Program.cs");
        folder.Write("src/Local.cs");
        folder.Write("src/deep/Local.cs");
        folder.Write("a.tmp.cs");
        folder.Write("kept.tmp.cs");
        folder.Write("logs/Log.cs");

        Assert.Equal(["kept.tmp.cs", "src/Program.cs", "src/deep/Local.cs"], folder.Paths());
        Assert.Equal(SkipReason.IgnoredByGit, folder.ReasonOf("logs/Log.cs"));
    }

    [Fact]
    public void A_file_that_git_tracks_is_not_ignored()
    {
        using var folder = new GitFolder();
        folder.Write(".gitignore", "old/\n");
        folder.Write("old/Tracked.cs");
        folder.Write("old/Untracked.cs");
        folder.Track("old/Tracked.cs");

        Assert.Equal(["old/Tracked.cs"], folder.Paths());
    }

    [Fact]
    public void Fathomignore_holds_for_tracked_files_too()
    {
        using var folder = new GitFolder();
        folder.Write(".fathomignore", "# licensed to us alone\nvendor/\n*.sql\n");
        folder.Write("vendor/Code.cs");
        folder.Write("a.sql", "select 1;\n");
        folder.Write("A.cs");
        folder.Track("vendor/Code.cs");

        Assert.Equal(["A.cs"], folder.Paths());
        Assert.Equal(SkipReason.IgnoredByFathom, folder.ReasonOf("vendor/Code.cs"));
    }

    [Fact]
    public void Ignore_files_hold_without_a_git_repository()
    {
        using var folder = new GitFolder(isRepository: false);
        folder.Write(".gitignore", "private/\n");
        folder.Write("private/A.cs");
        folder.Write("B.cs");

        Assert.Equal(["B.cs"], folder.Paths());
    }

    [Fact]
    public void A_part_of_a_repository_has_the_rules_of_the_whole()
    {
        using var folder = new GitFolder();
        folder.Write(".gitignore", "/src/Secretive.cs\n");
        folder.Write("src/Secretive.cs");
        folder.Write("src/Open.cs");

        using RepositoryFiles files = RepositoryFiles.Open(Path.Combine(folder.Root, "src"), folder.Cache);

        Assert.Equal(["Open.cs"], files.Enumerate(CancellationToken.None).Select(file => file.Path));
    }

    [Theory]
    [InlineData(".env", SkipReason.SecretName)]
    [InlineData(".env.production", SkipReason.SecretName)]
    [InlineData("deploy/server.pem", SkipReason.SecretName)]
    [InlineData("id_rsa", SkipReason.SecretName)]
    [InlineData("Model.Designer.cs", SkipReason.Generated)]
    [InlineData("obj/Debug/A.cs", SkipReason.Generated)]
    [InlineData("node_modules/x/index.js", SkipReason.Generated)]
    [InlineData(".config/A.cs", SkipReason.Hidden)]
    [InlineData("picture.png", SkipReason.UnknownLanguage)]
    public void Built_in_rules_need_no_ignore_file(string path, SkipReason reason)
    {
        using var folder = new GitFolder();
        folder.Write(path);

        Assert.Empty(folder.Paths());
        Assert.Equal(reason, folder.ReasonOf(path));
    }

    [Fact]
    public void Where_files_of_any_kind_are_asked_for_only_their_extensions_are_of_no_account()
    {
        using var folder = new GitFolder();
        foreach (string path in new[] { "App.csproj", "docs/guide.md", "LICENSE", "A.cs", "ignored.md", ".editorconfig", "secrets.json", "obj/project.json", "Model.Designer.cs" })
        {
            folder.Write(path);
        }

        folder.Write(".gitignore", "ignored.md\n");
        folder.Write("large.md", new string('x', 1_000_001));
        using RepositoryFiles files = folder.Open();

        Assert.Equal(["A.cs", "App.csproj", "LICENSE", "docs/guide.md"], files.EnumerateOfAnyKind(CancellationToken.None).Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.Equal(SkipReason.None, files.JudgePath("docs/guide.md", ofAnyKind: true).Reason);
        Assert.Equal(SkipReason.UnknownLanguage, files.JudgePath("docs/guide.md").Reason);
        Assert.Equal(SkipReason.IgnoredByGit, files.JudgePath("ignored.md", ofAnyKind: true).Reason);
        Assert.Equal(SkipReason.TooLarge, files.JudgePath("large.md", ofAnyKind: true).Reason);
        Assert.Equal(SkipReason.None, files.JudgeText("docs/new.md", "# New\n", ofAnyKind: true));
        Assert.Equal(SkipReason.SecretContent, files.JudgeText("docs/new.md", "AKIAIOSFODNN7EXAMPLE\n", ofAnyKind: true));
        Assert.Equal(SkipReason.SecretContent, files.JudgeText("appsettings.json", "{ \"ClientSecret\": \"correct-horse\" }", ofAnyKind: true));
        Assert.Equal(SkipReason.None, files.JudgeText("docs/new.md", "    \"ClientSecret\": \"correct-horse\"", ofAnyKind: true));
        Assert.Equal(SkipReason.SecretName, files.JudgeText("docs/new.pem", "# New\n", ofAnyKind: true));
        Assert.Equal(SkipReason.Generated, files.JudgeText("obj/new.md", "# New\n", ofAnyKind: true));
    }

    [Fact]
    public void Folders_that_are_a_tools_by_their_name_are_read_where_git_tracks_files_in_them()
    {
        using var folder = new GitFolder();
        folder.Write("packages/cart/src/Tracked.cs");
        folder.Write("packages/cart/src/Untracked.cs");
        folder.Write("packages/cart/dist/Built.cs");
        folder.Write("packages/cart/node_modules/Loaded.cs");
        folder.Write("bin/Tool.cs");
        folder.Track("packages/cart/src/Tracked.cs");
        folder.Track("packages/cart/node_modules/Loaded.cs");

        Assert.Equal(["packages/cart/src/Tracked.cs", "packages/cart/src/Untracked.cs"], folder.Paths());
        Assert.Equal(SkipReason.Generated, folder.ReasonOf("packages/cart/dist/Built.cs"));
        Assert.Equal(SkipReason.Generated, folder.ReasonOf("bin/Tool.cs"));
    }

    [Theory]
    [InlineData("packages/cart/src/New.cs", SkipReason.None)]
    [InlineData("packages/new/src/New.cs", SkipReason.None)]
    [InlineData("packages/cart/dist/New.cs", SkipReason.Generated)]
    [InlineData("artifacts/New.cs", SkipReason.Generated)]
    [InlineData("obj/New.cs", SkipReason.Generated)]
    public void A_file_that_is_not_saved_yet_is_judged_by_the_folders_that_it_will_be_in(string path, SkipReason reason)
    {
        using var folder = new GitFolder();
        folder.Write("packages/cart/src/Tracked.cs");
        folder.Track("packages/cart/src/Tracked.cs");
        using RepositoryFiles files = folder.Open();

        Assert.Equal(reason, files.JudgeText(path, "class New { }\n"));
    }

    [Fact]
    public void In_a_part_of_a_repository_and_in_a_folder_without_git_the_same_names_count()
    {
        using var repository = new GitFolder();
        repository.Write("web/packages/Tracked.cs");
        repository.Write("web/dist/Built.cs");
        repository.Track("web/packages/Tracked.cs");
        using RepositoryFiles part = RepositoryFiles.Open(Path.Combine(repository.Root, "web"), repository.Cache);
        using var loose = new GitFolder(isRepository: false);
        loose.Write("packages/Any.cs");

        Assert.Equal(["packages/Tracked.cs"], part.Enumerate(CancellationToken.None).Select(file => file.Path));
        Assert.Empty(loose.Paths());
    }

    [Theory]
    [InlineData("-----BEGIN RSA PRIVATE" + " KEY-----")]
    [InlineData("-----BEGIN PRIVATE" + " KEY-----")]
    [InlineData("string key = \"AKIA" + "ABCDEFGHIJKLMNOP\";")]
    [InlineData("token: ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789")]
    public void A_text_with_a_key_in_it_is_never_read(string secret)
    {
        using var folder = new GitFolder();
        folder.Write("Settings.cs", $"class Settings {{ /* {secret} */ }}\n");
        using RepositoryFiles files = folder.Open();

        Assert.Equal(SkipReason.SecretContent, files.Judge("Settings.cs").Reason);
        Assert.Null(files.Read("Settings.cs").Text);
        Assert.Empty(files.ReadAll(CancellationToken.None));
    }

    [Fact]
    public void Links_are_not_followed_so_circles_end()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var folder = new GitFolder();
        folder.Write("src/A.cs");
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "src/loop"), folder.Root);
        File.CreateSymbolicLink(Path.Combine(folder.Root, "Outside.cs"), folder.Write("../Elsewhere.cs"));

        Assert.Equal(["src/A.cs"], folder.Paths());
        Assert.Equal(SkipReason.Link, folder.ReasonOf("src/loop"));
        Assert.Equal(SkipReason.Link, folder.ReasonOf("src/loop/src/A.cs"));
        Assert.Equal(SkipReason.Link, folder.ReasonOf("Outside.cs"));
    }

    [Fact]
    public void A_link_with_the_name_of_a_generated_file_is_not_followed_either()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege on Windows");
        using var folder = new GitFolder();
        folder.Write("Form.Designer.cs");
        File.CreateSymbolicLink(Path.Combine(folder.Root, "Models.Designer.cs"), folder.Write("../Elsewhere.cs"));
        using RepositoryFiles files = folder.Open();

        Assert.Equal(["Form.Designer.cs"], files.EnumerateForCompiler(CancellationToken.None).Select(file => file.Path));
    }

    [Fact]
    public void A_file_of_200_MB_is_not_opened()
    {
        using var folder = new GitFolder();
        using (FileStream stream = File.Create(Path.Combine(folder.Root, "Huge.cs")))
        {
            stream.SetLength(200_000_000);
        }

        Assert.Empty(folder.Paths());
        Assert.Equal(SkipReason.TooLarge, folder.ReasonOf("Huge.cs"));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'/', (byte)'/', 0xE9, (byte)'\n' }, SkipReason.NotUtf8)]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b', 0 }, SkipReason.Binary)]
    public void What_is_no_UTF8_text_is_skipped_and_says_so(byte[] content, SkipReason reason)
    {
        using var folder = new GitFolder();
        File.WriteAllBytes(Path.Combine(folder.Root, "Odd.cs"), content);
        using RepositoryFiles files = folder.Open();

        Assert.Equal(reason, files.Judge("Odd.cs").Reason);
        Assert.Empty(files.ReadAll(CancellationToken.None));
    }

    [Fact]
    public void A_byte_order_mark_and_carriage_returns_are_gone_from_the_text()
    {
        using var folder = new GitFolder();
        File.WriteAllBytes(Path.Combine(folder.Root, "A.cs"), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("class A\r\n{\r\n}\r\n")]);
        using RepositoryFiles files = folder.Open();

        RepositoryText only = Assert.Single(files.ReadAll(CancellationToken.None));

        Assert.Equal(new RepositoryText("A.cs", "class A\n{\n}\n"), only);
    }

    [Fact]
    public void A_folder_that_vanishes_is_named()
    {
        using var folder = new GitFolder(isRepository: false);
        using RepositoryFiles files = folder.Open();
        Directory.Delete(folder.Root, recursive: true);

        DirectoryNotFoundException gone = Assert.Throws<DirectoryNotFoundException>(() => files.Enumerate(CancellationToken.None).Count());

        Assert.Contains(folder.Root, gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_of_a_folder_that_vanished_still_hold()
    {
        using var folder = new GitFolder(isRepository: false);
        folder.Write(".fathomignore", "private/\n");
        using RepositoryFiles files = folder.Open();
        Directory.Delete(folder.Root, recursive: true);

        files.ReloadChangedRules();

        Assert.Equal(SkipReason.IgnoredByFathom, files.JudgeText("private/A.cs", "class A { }\n"));
    }

    [Fact]
    public void Paths_outside_of_the_folder_are_refused()
    {
        using var folder = new GitFolder();

        Assert.Equal(SkipReason.Outside, folder.ReasonOf("../a.cs"));
        Assert.Equal(SkipReason.Missing, folder.ReasonOf("gone.cs"));
    }

    [Fact]
    public void Every_reason_has_its_words()
    {
        string[] words = [.. Enum.GetValues<SkipReason>().Select(SkipReasons.Explain)];

        Assert.Equal(words.Length, words.Distinct().Count());
    }
}
