using CsCheck;
using Fathom.Repository.Context;
using Fathom.Repository.Context.Windows;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Repository.Tests.Files;
using LibGit2Sharp;

namespace Fathom.Repository.Tests.Context;

public sealed class WindowPackerTests : IDisposable
{
    private const string Page = "namespace Shop;\n\nclass Page\n{\n    void Fill(Cart cart)\n    {\n        cart.▮\n    }\n}\n";
    private readonly GitFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_that_have_not_changed_for_long_come_first_and_what_belongs_to_the_place_last()
    {
        Commit("Old.cs", "Cart.cs", "Page.cs");
        Commit("Recent.cs", "Middle.cs");
        Commit("Middle.cs");
        Commit("Recent.cs");
        _folder.Write("Untracked.cs");
        _folder.Write("Cart.cs", "namespace Shop;\npublic class Cart { public void Add(string item) { } }\n");

        IReadOnlyList<ContextPiece> pieces = Pack(10_000);

        Assert.Equal(["Cart.cs", "Old.cs", "Middle.cs", "Recent.cs", "Untracked.cs"], PathsOfWholeFiles(pieces));
        Assert.Equal(ContextKind.Receiver, pieces[^1].Kind);
        Assert.Equal(["not changed for long", "not changed for long", "changed 1 commit ago", "changed in the last commit"], pieces.Take(4).Select(piece => piece.Reason));
    }

    [Fact]
    public void Where_not_all_fit_the_nearest_files_are_taken()
    {
        foreach (string path in new[] { "src/Shop/Cart.cs", "src/Shop/Deep/Item.cs", "src/Other.cs", "tests/Far.cs", "src/Shop/readme.md" })
        {
            _folder.Write(path, new string('a', 400));
        }

        IReadOnlyList<ContextPiece> pieces = Pack(2 * (100 + 8), "src/Shop/Page.cs", withPlace: false);

        Assert.Equal(["src/Shop/Cart.cs", "src/Shop/Deep/Item.cs"], PathsOfWholeFiles(pieces));
    }

    [Fact]
    public void The_budget_is_never_exceeded() => Gen.Select(Gen.Int[1, 3_000], Gen.Int[1, 900].List[1, 12]).Sample(
        (tokens, sizes) =>
        {
            using var folder = new GitFolder();
            foreach ((int index, int size) in sizes.Index())
            {
                folder.Write($"src/F{index}.cs", new string('a', size));
            }

            IReadOnlyList<ContextPiece> pieces = Pack(folder, tokens, "src/Page.cs", Page, withPlace: true);

            Assert.InRange(pieces.Sum(piece => piece.Tokens), 0, tokens);
            Assert.All(pieces, piece => Assert.Equal(Count(piece.Text) + Count(piece.Path) + 3, piece.Tokens));
        },
        iter: 12);

    [Fact]
    public void Typing_near_the_cursor_leaves_all_whole_files_where_they_are()
    {
        string[] names = [.. Enumerable.Range(0, 12).Select(index => $"src/F{index}.cs")];
        Commit(names[..6]);
        Commit(names[6..]);
        using RepositoryFiles files = _folder.Open();
        using RepositoryIndex index = RepositoryIndex.Open(files, _folder.Cache);
        index.Refresh(null, CancellationToken.None);
        IReadOnlyList<string> first = PathsOfWholeFiles(Packer(files, index).Pack("page", At(Page), Options(120), null, CancellationToken.None));

        Gen.String[Gen.Char["abc.;\n (){}"], 0, 30].Sample(
            typed =>
            {
                // A packer of its own each time: the order follows from the files, not from what was kept.
                ContextRequest request = At(Page.Replace("▮", typed + "▮", StringComparison.Ordinal));
                Assert.Equal(first, PathsOfWholeFiles(Packer(files, index).Pack("page", request, Options(120), null, CancellationToken.None)));
            },
            iter: 20);
    }

    [Fact]
    public void A_window_is_read_once_until_a_file_changes()
    {
        _folder.Write("src/Cart.cs", "class Old;\n");
        using RepositoryFiles files = _folder.Open();
        var packer = new WindowPacker(files, null);
        string TextNow() => Assert.Single(packer.Pack("page", At(Page), Options(500), null, CancellationToken.None)).Text;

        string before = TextNow();
        _folder.Write("src/Cart.cs", "class New;\n");
        string kept = TextNow();
        packer.Changed("src/Page.cs");
        string own = TextNow();
        packer.Changed("src/Cart.cs");
        string after = TextNow();

        Assert.Equal(("class Old;\n", "class Old;\n", "class Old;\n", "class New;\n"), (before, kept, own, after));
    }

    [Fact]
    public void What_changes_while_another_documents_window_is_read_is_in_the_next_one()
    {
        _folder.Write("src/Cart.cs", "class Old;\n");
        _folder.Write("src/Page.cs", "class Page;\n");
        using RepositoryFiles files = _folder.Open();
        var packer = new WindowPacker(files, null);
        packer.Pack("cart", At(Page, "src/Cart.cs"), Options(500), null, CancellationToken.None);
        var progress = new Reports(_ =>
        {
            _folder.Write("src/Cart.cs", "class New;\n");
            packer.Changed("src/Cart.cs");
        });

        string during = Assert.Single(packer.Pack("page", At(Page), Options(500), progress, CancellationToken.None)).Text;
        string after = Assert.Single(packer.Pack("page", At(Page), Options(500), null, CancellationToken.None)).Text;

        Assert.Equal(("class Old;\n", "class New;\n"), (during, after));
    }

    [Fact]
    public void What_was_chosen_last_is_there_at_once_for_the_same_document_only()
    {
        _folder.Write("src/Cart.cs");
        using RepositoryFiles files = _folder.Open();
        var packer = new WindowPacker(files, null);
        IReadOnlyList<ContextPiece> pieces = packer.Pack("page", At(Page), Options(500), null, CancellationToken.None);

        Assert.Equal(pieces, packer.Latest("page"));
        Assert.Empty(packer.Latest("cart"));
    }

    [Fact]
    public void No_file_that_the_gate_refuses_is_in_it_and_never_the_documents_own()
    {
        _folder.Write(".gitignore", "ignored/\n");
        _folder.Write("src/Page.cs", "class Page { void Fill() { TheAnswer(); } }\n");
        foreach (string path in new[] { "src/Good.cs", "ignored/A.cs", "obj/A.cs", ".env", "src/A.g.cs", "secrets.json", "src/picture.bin" })
        {
            _folder.Write(path);
        }

        _folder.Write("src/Key.cs", "class Key { string K = \"-----BEGIN RSA PRIVATE KEY-----\"; }\n");

        IReadOnlyList<ContextPiece> pieces = Pack(100_000, "src/Page.cs");

        Assert.Equal(["src/Good.cs"], PathsOfWholeFiles(pieces));
        Assert.DoesNotContain(pieces, piece => piece.Text.Contains("TheAnswer", StringComparison.Ordinal));
    }

    [Fact]
    public void A_choice_that_is_cancelled_ends_and_the_next_is_whole()
    {
        foreach (int number in Enumerable.Range(0, 20))
        {
            _folder.Write($"src/F{number}.cs");
        }

        using RepositoryFiles files = _folder.Open();
        var packer = new WindowPacker(files, null);
        using var cancelled = new CancellationTokenSource();
        var progress = new Reports(_ => cancelled.Cancel());

        Assert.Throws<OperationCanceledException>(() => packer.Pack("page", At(Page), Options(5_000), progress, cancelled.Token));

        Assert.Equal(20, packer.Pack("page", At(Page), Options(5_000), null, CancellationToken.None).Count);
    }

    private static int Count(string text) => (text.Length + 3) / 4;

    private static ContextOptions Options(int tokens) => new(tokens, Count);

    private static ContextRequest At(string marked, string path = "src/Page.cs") => ContextFolder.At(path, marked);

    private static WindowPacker Packer(RepositoryFiles files, RepositoryIndex index) =>
        new(files, new ContextKeeper(new RepositoryContext(index, new RecentEdits())));

    private static IReadOnlyList<string> PathsOfWholeFiles(IReadOnlyList<ContextPiece> pieces) =>
        [.. pieces.Where(piece => piece.Kind == ContextKind.WholeFile).Select(piece => piece.Path)];

    private static IReadOnlyList<ContextPiece> Pack(GitFolder folder, int tokens, string path, string marked, bool withPlace)
    {
        using RepositoryFiles files = folder.Open();
        using RepositoryIndex index = RepositoryIndex.Open(files, folder.Cache);
        index.Refresh(null, CancellationToken.None);
        WindowPacker packer = withPlace ? Packer(files, index) : new WindowPacker(files, null);
        return packer.Pack("page", At(marked, path), Options(tokens), null, CancellationToken.None);
    }

    private IReadOnlyList<ContextPiece> Pack(int tokens, string path = "Page.cs", bool withPlace = true) => Pack(_folder, tokens, path, Page, withPlace);

    private void Commit(params string[] paths)
    {
        using var git = new LibGit2Sharp.Repository(_folder.Root);
        foreach (string path in paths)
        {
            _folder.Write(path, $"class A{Guid.NewGuid():N} {{ }}\n");
            git.Index.Add(path);
        }

        git.Index.Write();
        var author = new Signature("Fathom", "fathom@localhost", DateTimeOffset.UnixEpoch);
        git.Commit("a change", author, author);
    }

    private sealed class Reports(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
