using CsCheck;
using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

public sealed class NeighbourhoodTests
{
    private static readonly string[] Folders = ["", "a/", "a/b/"];

    private static readonly Gen<string> Path = Gen.Select(Gen.Int[0, 2].Select(i => Folders[i]), Gen.Int[0, 3], (folder, file) => $"{folder}{file}.cs");

    private static readonly Gen<(string Path, int[]? Tokens)> Edit = Gen.Select(
        Path, Gen.Frequency((3, Gen.Int[0, 3].Array[0, 8].Select(tokens => (int[]?)tokens)), (1, Gen.Const((int[]?)null))));

    [Fact]
    public void Kept_up_to_date_it_holds_the_texts_of_its_folder() =>
        Gen.Select(Edit.Array[1, 30], Gen.Int[0, 2].Select(i => Folders[i])).Sample((edits, folder) =>
        {
            var repository = new RepositoryTokens();
            var neighbours = new Neighbourhood(folder);
            Dictionary<string, int[]> expected = [];
            foreach ((string path, int[]? tokens) in edits)
            {
                Apply(repository, path, tokens);
                neighbours.Update(repository);
                expected[path] = tokens ?? [];
            }

            Assert.Equal(
                expected.Where(text => text.Value.Length > 0 && Neighbourhood.FolderOf(text.Key) == folder).Select(text => (text.Key, string.Join(' ', text.Value))).Order(),
                neighbours.Snapshot.Texts.Select(text => (text.Path, string.Join(' ', text.Tokens.ToArray()))).Order());
        });

    [Fact]
    public void An_edit_elsewhere_sorts_nothing()
    {
        var repository = new RepositoryTokens();
        repository.Put([new TokenText("a/x.cs", new[] { 1, 2 }), new TokenText("b/y.cs", new[] { 1, 3 })]);
        var neighbours = new Neighbourhood("a/");
        neighbours.Update(repository);
        CacheSnapshot before = neighbours.Snapshot;

        repository.Put([new TokenText("b/y.cs", new[] { 1, 4 })]);
        neighbours.Update(repository);

        Assert.Same(before, neighbours.Snapshot);
    }

    [Fact]
    public void An_edit_in_the_folder_sorts_the_edited_text_alone()
    {
        var repository = new RepositoryTokens();
        repository.Put([new TokenText("x.cs", new[] { 1, 2, 5, 6, 7 }), new TokenText("y.cs", new[] { 1, 3 })]);
        var neighbours = new Neighbourhood("");
        neighbours.Update(repository);
        ContextIndex sorted = neighbours.Snapshot.Segments[0].Index;

        repository.Put([new TokenText("y.cs", new[] { 1, 4 })]);
        neighbours.Update(repository);

        Assert.Same(sorted, neighbours.Snapshot.Segments[0].Index);
        Assert.Equal([5 + 1 + 2 + 1, 2 + 1], neighbours.Snapshot.Segments.Select(segment => segment.Index.Tokens.Length));
    }

    [Fact]
    public void However_many_threads_bring_it_up_to_date_it_ends_with_the_last_texts()
    {
        const int Threads = 4;
        for (int round = 0; round < 200; round++)
        {
            var repository = new RepositoryTokens();
            var neighbours = new Neighbourhood("");
            using var begin = new Barrier(Threads);
            Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
            {
                begin.SignalAndWait();
                repository.Put([new TokenText($"{thread}.cs", new[] { 1, thread })]);
                neighbours.Update(repository);
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());

            Assert.Equal(["0.cs", "1.cs", "2.cs", "3.cs"], neighbours.Snapshot.Texts.Select(text => text.Path).Order());
        }
    }

    [Fact]
    public void What_was_not_prepared_is_not_sorted_by_looking_for_it()
    {
        var repository = new RepositoryTokens();
        repository.Put([new TokenText("a/x.cs", new[] { 1, 2 })]);
        var kept = new Neighbourhoods(most: 1);

        Assert.Null(kept.Find("a/y.cs"));
        kept.Prepare(repository, "a/y.cs");
        Assert.Equal(2, kept.Find("a/y.cs")!.Tokens);
    }

    [Fact]
    public void Of_too_many_folders_those_asked_about_last_are_kept()
    {
        var kept = new Neighbourhoods(most: 2);
        kept.Prepare(new RepositoryTokens(), "a/x.cs");
        kept.Prepare(new RepositoryTokens(), "b/x.cs");
        kept.Find("a/y.cs");

        kept.Prepare(new RepositoryTokens(), "c/x.cs");

        Assert.Equal([true, false, true], ((string[])["a/", "b/", "c/"]).Select(folder => kept.Find(folder) is not null));
    }

    private static void Apply(RepositoryTokens repository, string path, int[]? tokens)
    {
        if (tokens is null)
        {
            repository.Remove(path);
        }
        else
        {
            repository.Put([new TokenText(path, tokens)]);
        }
    }
}
