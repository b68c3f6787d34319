using CsCheck;
using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

public sealed class ContextIndexTests
{
    private static readonly Gen<int[]> Text = Gen.Int[0, 3].Array[0, 30];

    [Fact]
    public void Counts_what_followed_a_context_as_counting_every_place_does() =>
        Gen.Select(Text, Gen.Int[0, 3].Array[1, 30]).Sample((text, context) =>
        {
            ContextIndex index = ContextIndex.Build([.. text, ContextIndex.Separator]);
            var found = new Continuations();

            found.Add(index, context, leastOrder: 1);

            Assert.Equal(NaiveCounts.Of([text], context).OrderBy(count => count.Key), found.Counts.OrderBy(count => count.Key));
        });

    [Fact]
    public void Counts_repetitions_that_are_longer_than_it_tells_apart() =>
        Gen.Select(Gen.Int[0, 1].Array[1, 3], Gen.Int[20, 60]).Sample((pattern, length) =>
        {
            int[] text = [.. Enumerable.Range(0, length).Select(i => pattern[i % pattern.Length])];
            ContextIndex index = ContextIndex.Build([.. text, ContextIndex.Separator]);
            var found = new Continuations();

            found.Add(index, text, leastOrder: 1);

            float[] totals = new float[ContextIndex.Depth + 1];
            foreach (((_, int order), float count) in NaiveCounts.Of([text], text))
            {
                totals[order] += count;
            }

            Assert.Equal(totals, found.Totals);
        });

    [Fact]
    public void Sorts_many_tokens_in_buckets_as_it_sorts_few()
    {
        var random = new Random(1);
        int[] text = [.. Enumerable.Range(0, 40_000).Select(_ => random.Next(random.Next(1, 200)))];
        ContextIndex index = ContextIndex.Build([.. text, ContextIndex.Separator], threads: 2);

        for (int i = 0; i < 50; i++)
        {
            int end = random.Next(30, text.Length);
            int[] context = text[(end - 30)..end];
            var found = new Continuations();
            found.Add(index, context, leastOrder: 1);

            float expected = NaiveCounts.Of([text], context).Values.Sum();
            Assert.Equal(expected, found.Totals.ToArray().Sum(), expected * 1e-4f);
        }
    }

    [Fact]
    public void Nothing_follows_in_an_empty_index()
    {
        var found = new Continuations();

        found.Add(ContextIndex.Empty, [1, 2, 3], leastOrder: 1);

        Assert.Empty(found.Counts);
    }
}
