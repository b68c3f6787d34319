using CsCheck;
using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

public sealed class RepositoryTokensTests
{
    private static readonly Gen<(string Path, int[]? Tokens)> Edit = Gen.Select(
        Gen.Int[0, 12].Select(i => $"f{i}.cs"),
        Gen.Frequency((3, Gen.Int[0, 3].Array[0, 8].Select(tokens => (int[]?)tokens)), (1, Gen.Const((int[]?)null))));

    [Fact]
    public void Counts_the_texts_that_are_there_after_any_edits() =>
        Gen.Select(Edit.Array[1, 40], Gen.Int[0, 3].Array[1, 6]).Sample((edits, context) =>
        {
            var repository = new RepositoryTokens();
            Dictionary<string, int[]> expected = [];
            foreach ((string path, int[]? tokens) in edits)
            {
                if (tokens is null)
                {
                    repository.Remove(path);
                    expected.Remove(path);
                }
                else
                {
                    repository.Put([new TokenText(path, tokens)]);
                    expected[path] = tokens;
                }
            }

            string leftOut = edits[0].Path;
            Continuations found = Find(repository.Snapshot, context, leftOut);

            Assert.Equal(expected.Values.Sum(tokens => tokens.Length), repository.Snapshot.Tokens);
            Dictionary<(int, int), float> counts = NaiveCounts.Of(expected.Where(text => text.Key != leftOut).Select(text => text.Value), context);
            if (counts.Values.Sum() <= Continuations.MostSamples)
            {
                Assert.Equal(counts.OrderBy(count => count.Key), found.Counts.OrderBy(count => count.Key));
            }
        });

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        var repository = new RepositoryTokens();
        repository.Put([new TokenText("a.cs", new[] { 1, 2 })]);
        CacheSnapshot before = repository.Snapshot;

        repository.Put([new TokenText("a.cs", new[] { 1, 3 })]);

        Assert.Equal([(2, 1)], Find(before, [1], leftOut: null).Counts.Keys);
        Assert.Equal([(3, 1)], Find(repository.Snapshot, [1], leftOut: null).Counts.Keys);
    }

    [Fact]
    public void Many_texts_put_at_once_are_found_as_those_put_one_by_one() =>
        Gen.Int[0, 3].Array[1, 8].Array[1, 10].Sample(texts =>
        {
            TokenText[] named = [.. texts.Select((tokens, i) => new TokenText($"{i}.cs", tokens))];
            var together = new RepositoryTokens();
            var apart = new RepositoryTokens();

            together.Put(named);
            Array.ForEach(named, text => apart.Put([text]));

            Assert.Equal(
                Find(together.Snapshot, [1], leftOut: null).Totals.ToArray().Sum(),
                Find(apart.Snapshot, [1], leftOut: null).Totals.ToArray().Sum());
        });

    [Fact]
    public void Of_removed_texts_never_more_is_kept_than_of_those_that_are_there()
    {
        var repository = new RepositoryTokens();
        TokenText[] texts = [.. Enumerable.Range(0, 100).Select(i => new TokenText($"{i}.cs", Enumerable.Range(0, 50).ToArray()))];
        repository.Put(texts);

        for (int i = 0; i < 99; i++)
        {
            repository.Remove(texts[i].Path);

            int all = repository.Snapshot.Segments.Sum(segment => segment.AllTokens);
            Assert.InRange(all, repository.Snapshot.Tokens, 2 * repository.Snapshot.Tokens);
        }
    }

    [Fact]
    public void Changes_from_several_threads_are_all_there()
    {
        var repository = new RepositoryTokens();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            repository.Put([new TokenText($"{i}.cs", new[] { i, i + 1 })]);
            if (i % 2 == 1)
            {
                repository.Remove($"{i}.cs");
            }
        });

        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => $"{2 * i}.cs").Order(StringComparer.Ordinal),
            repository.Snapshot.Texts.Select(text => text.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_put_or_removed_while_a_folder_is_read_is_not_undone_by_what_was_read()
    {
        var repository = new RepositoryTokens();

        repository.Put(Reading());

        Assert.Equal(["a.cs", "c.cs"], repository.Snapshot.Texts.Select(text => text.Path).Order(StringComparer.Ordinal));
        Assert.Equal([(3, 1)], Find(repository.Snapshot, [1], leftOut: null).Counts.Keys);

        IEnumerable<TokenText> Reading()
        {
            yield return new TokenText("a.cs", new[] { 1, 2 });
            yield return new TokenText("b.cs", new[] { 1, 2 });
            repository.Put(new TokenText("a.cs", new[] { 1, 3 }));
            repository.Remove("b.cs");
            yield return new TokenText("c.cs", new[] { 5, 6 });
        }
    }

    [Fact]
    public void What_was_removed_before_a_reading_began_is_read_again()
    {
        var repository = new RepositoryTokens();

        repository.Put(Reading());

        Assert.Equal(["a.cs"], repository.Snapshot.Texts.Select(text => text.Path));

        IEnumerable<TokenText> Reading()
        {
            repository.Remove("a.cs");
            repository.Put([new TokenText("a.cs", new[] { 1, 2 })]);
            yield break;
        }
    }

    private static Continuations Find(CacheSnapshot snapshot, int[] context, string? leftOut)
    {
        var found = new Continuations();
        foreach (CacheSegment segment in snapshot.Segments)
        {
            var live = new LivePositions(segment, leftOut);
            found.Add(segment.Index, context, leastOrder: 1, ref live);
        }

        return found;
    }
}
