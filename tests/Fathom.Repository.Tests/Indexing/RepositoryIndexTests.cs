using CsCheck;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Repository.Tests.Files;
using Microsoft.Data.Sqlite;

namespace Fathom.Repository.Tests.Indexing;

public sealed class RepositoryIndexTests : IDisposable
{
    private readonly GitFolder _folder = new();
    private readonly RepositoryFiles _files;

    public RepositoryIndexTests() => _files = _folder.Open();

    [Fact]
    public void Only_what_has_changed_is_read_again()
    {
        _folder.Write("A.cs");
        _folder.Write("B.cs", "class B { }\n");
        using RepositoryIndex index = Open();
        RefreshResult first = Refresh(index);
        _folder.Write("B.cs", "class B2 { }\n");
        File.Delete(_folder.Write("A.cs"));
        _folder.Write("C.cs", "class C { }\n");

        RefreshResult second = Refresh(index);

        Assert.Equal(new RefreshResult(Read: 2, Removed: 0, Unchanged: 0), first);
        Assert.Equal(new RefreshResult(Read: 2, Removed: 1, Unchanged: 0), second);
        Assert.Empty(index.FindTypes("A"));
        Assert.Empty(index.FindTypes("B"));
        Assert.Single(index.FindTypes("B2"));
        Assert.Equal(2, index.Count().Files);
    }

    [Fact]
    public void A_first_build_leaves_nothing_to_merge_for_those_who_edit_after_it()
    {
        for (int i = 0; i < 400; i++)
        {
            _folder.Write($"F{i}.cs", $"class F{i} {{ int first{i}, second{i}; }}\n");
        }

        using RepositoryIndex index = Open();
        Refresh(index);

        using var cache = new SqliteConnection($"Data Source={Assert.Single(Directory.GetFiles(Path.Combine(_folder.Cache, "index"), "*.db"))};Pooling=False");
        cache.Open();
        using SqliteCommand pieces = cache.CreateCommand();
        pieces.CommandText = "select (select count(distinct segid) from window_words_idx), (select count(distinct segid) from window_trigrams_idx)";
        using SqliteDataReader counts = pieces.ExecuteReader();
        Assert.True(counts.Read());
        Assert.Equal((1, 1), (counts.GetInt32(0), counts.GetInt32(1)));
        Assert.Single(index.FindTypes("F399"));
        Assert.Single(index.FindSimilar(["second7"], "other.cs", most: 2));
    }

    [Fact]
    public void The_cache_file_outlives_the_process()
    {
        _folder.Write("A.cs");
        using (RepositoryIndex index = Open())
        {
            Refresh(index);
        }

        using RepositoryIndex again = Open();

        Assert.Single(again.FindTypes("A"));
        Assert.Equal(new RefreshResult(Read: 0, Removed: 0, Unchanged: 1), Refresh(again));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    public void A_damaged_cache_file_is_made_anew(int damagedFrom)
    {
        for (int i = 0; i < 40; i++)
        {
            _folder.Write($"A{i}.cs", $"class A{i} {{ public int Value{i}; }}\n");
        }

        string cache;
        using (RepositoryIndex index = Open())
        {
            Refresh(index);
            cache = index.Count().CacheFile;
        }

        byte[] bytes = File.ReadAllBytes(cache);
        new Random(1).NextBytes(bytes.AsSpan(damagedFrom));
        File.WriteAllBytes(cache, bytes);

        using RepositoryIndex repaired = Open();
        Refresh(repaired);
        Refresh(repaired);

        Assert.Single(repaired.FindTypes("A7"));
        Assert.Equal(40, repaired.Count().Files);
    }

    [Fact]
    public void A_cache_file_of_another_version_is_made_anew()
    {
        _folder.Write("A.cs");
        string cache = IndexDatabase.PathOf(_files.Folder, _folder.Cache);
        using (IndexDatabase old = IndexDatabase.Open(cache))
        {
            IndexDatabase.Execute(old.Writer, "pragma user_version = 9999; drop table types");
        }

        using RepositoryIndex index = Open();

        Assert.Equal(1, Refresh(index).Read);
        Assert.Single(index.FindTypes("A"));
    }

    [Fact]
    public void Similar_code_shares_the_rare_words()
    {
        _folder.Write("Orders.cs", "class Orders { void Ship(Parcel parcel, Carrier carrier) { carrier.Book(parcel.Weight); } }\n");
        _folder.Write("Users.cs", "class Users { void Greet(string name) { Console.WriteLine(name); } }\n");
        _folder.Write("Own.cs", "class Own { void Ship(Parcel parcel, Carrier carrier) { } }\n");
        using RepositoryIndex index = Open();
        Refresh(index);

        IReadOnlyList<SimilarWindow> found = index.FindSimilar(["parcel", "carrier", "void", "class"], exceptPath: "Own.cs", most: 1);

        Assert.Equal("Orders.cs", Assert.Single(found).Path);
    }

    [Theory]
    [InlineData("carrier.Book(par", "a/Orders.cs", 2)]
    [InlineData("rrier.Bo", "a/Orders.cs", 2)]
    [InlineData("carrier.Nothing", null, 0)]
    public void Search_finds_parts_of_lines(string text, string? path, int line)
    {
        _folder.Write("a/Orders.cs", "class Orders\n{\n    void Ship() => carrier.Book(parcel);\n}\n");
        _folder.Write("b/Other.cs", "class Other { int carrier; int parcel; int Book; }\n");
        using RepositoryIndex index = Open();
        Refresh(index);

        FoundLine? found = index.Search(text, most: 5).SingleOrDefault();

        Assert.Equal(path, found?.Path);
        Assert.Equal(line, found?.Line ?? 0);
    }

    [Fact]
    public void An_edit_is_known_at_once_and_the_disk_counts_again_at_the_next_start()
    {
        _folder.Write("A.cs");
        using RepositoryIndex index = Open();
        Refresh(index);

        index.Update("A.cs", "class Renamed { }\n");
        bool isKnown = index.FindTypes("Renamed").Count == 1 && index.FindTypes("A").Count == 0;
        Refresh(index);

        Assert.True(isKnown);
        Assert.Single(index.FindTypes("A"));
    }

    [Fact]
    public void A_secret_that_is_typed_takes_the_file_out_of_the_index()
    {
        _folder.Write("A.cs");
        using RepositoryIndex index = Open();
        Refresh(index);

        index.Update("A.cs", "class A { string Key = \"-----BEGIN PRIVATE" + " KEY-----\"; }\n");
        index.Update(".env", "class Env { }\n");

        Assert.Empty(index.FindTypes("A"));
        Assert.Empty(index.FindTypes("Env"));
    }

    [Fact]
    public void A_file_that_is_gone_or_became_ignored_is_forgotten()
    {
        string gone = _folder.Write("A.cs");
        _folder.Write("B.cs", "class B { }\n");
        using RepositoryIndex index = Open();
        Refresh(index);
        File.Delete(gone);
        _folder.Write(".gitignore", "B.cs\n");
        _files.ReloadRules();

        index.Update("A.cs");
        index.Update("B.cs");

        Assert.Equal(0, index.Count().Files);
    }

    [Fact]
    public void A_folder_that_is_gone_is_forgotten_with_all_files_in_it_and_no_other()
    {
        _folder.Write("src/Old/A.cs");
        _folder.Write("src/Old/Deep/B.cs", "class B { }\n");
        _folder.Write("src/Older.cs", "class Older { }\n");
        using RepositoryIndex index = Open();
        Refresh(index);
        Directory.Delete(Path.Combine(_files.Folder, "src", "Old"), recursive: true);

        index.Update("src/Old");

        Assert.Equal((0, 0, 1), (index.FindTypes("A").Count, index.FindTypes("B").Count, index.FindTypes("Older").Count));
    }

    [Fact]
    public void Files_that_are_skipped_for_their_text_are_counted_and_not_read_twice()
    {
        _folder.Write("A.cs", "// <auto-generated/>\nclass A { }\n");
        using RepositoryIndex index = Open();
        Refresh(index);

        Assert.Equal(1, index.Count().Skipped[SkipReason.Generated]);
        Assert.Equal(1, Refresh(index).Unchanged);
    }

    [Fact]
    public void A_folder_that_vanishes_leaves_the_index_as_it_was()
    {
        _folder.Write("A.cs");
        using RepositoryIndex index = Open();
        Refresh(index);
        Directory.Delete(_folder.Root, recursive: true);

        Assert.Throws<DirectoryNotFoundException>(() => Refresh(index));
        Assert.Single(index.FindTypes("A"));
    }

    [Fact]
    public async Task Refreshing_in_the_background_can_be_cancelled()
    {
        _folder.Write("A.cs");
        using RepositoryIndex index = Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => index.RefreshInBackgroundAsync(null, new CancellationToken(canceled: true)));
        RefreshResult result = await index.RefreshInBackgroundAsync(null, CancellationToken.None);

        Assert.Equal(1, result.Read);
    }

    [Fact]
    public void After_any_edits_a_file_is_found_as_if_it_had_been_read_for_the_first_time() =>
        Gen.Select(Gen.Int[0, 250], Gen.Int[0, 80], Gen.Int[0, 40].Select(i => $"word{i}")).Array[1, 4].Sample(
            edits =>
            {
                using var folder = new GitFolder();
                using RepositoryFiles files = folder.Open();
                List<string> lines = [.. Enumerable.Range(0, 250).Select(i => $"word{i % 40} other{i}")];
                using RepositoryIndex edited = RepositoryIndex.Open(files, Path.Combine(folder.Cache, "edited"));
                edited.Update("A.cs", string.Join('\n', lines));
                foreach ((int at, int removed, string added) in edits)
                {
                    int from = Math.Min(at, lines.Count);
                    lines.RemoveRange(from, Math.Min(removed, lines.Count - from));
                    lines.Insert(from, added);
                    edited.Update("A.cs", string.Join('\n', lines));
                }

                using RepositoryIndex fresh = RepositoryIndex.Open(files, Path.Combine(folder.Cache, "fresh"));
                fresh.Update("A.cs", string.Join('\n', lines));

                Assert.Equal((fresh.Count().Files, fresh.Count().Lines, fresh.Count().Types), (edited.Count().Files, edited.Count().Lines, edited.Count().Types));
                foreach (string word in (string[])["other7", "other61", "other120", "other181", "other249"])
                {
                    Assert.Equal(PlacesOf(fresh, word), PlacesOf(edited, word));
                }
            },
            iter: 20);

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    private static IEnumerable<(string Path, int Line, int Count)> PlacesOf(RepositoryIndex index, string word) =>
        index.FindSimilar([word], exceptPath: "", most: 4).Select(window => (window.Path, window.Line, window.Count));

    private static RefreshResult Refresh(RepositoryIndex index) => index.Refresh(null, CancellationToken.None);

    private RepositoryIndex Open() => RepositoryIndex.Open(_files, _folder.Cache);
}
