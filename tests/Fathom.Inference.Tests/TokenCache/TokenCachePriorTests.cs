using CsCheck;
using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

public sealed class TokenCachePriorTests
{
    private const int Vocabulary = 16;
    private const int End = 15;

    [Fact]
    public void What_followed_the_same_tokens_in_the_document_becomes_likelier()
    {
        DocumentTokens document = DocumentTokens.Of("a.cs", [1, 2, 3, 4, 5, 1, 2, 3], [], CacheSnapshot.Empty);

        float[] weighed = Weigh(document, [1, 2, 3], new float[Vocabulary]);

        Assert.Equal(4, weighed.IndexOf(weighed.Max()));
        Assert.True(weighed[4] > 0.3f);
    }

    [Fact]
    public void The_repositorys_copy_of_the_document_does_not_count()
    {
        var repository = new RepositoryTokens();
        repository.Put([new TokenText("a.cs", new[] { 1, 2, 3, 4 })]);
        DocumentTokens itself = DocumentTokens.Of("a.cs", [], [], repository.Snapshot, Neighbourhood.Of(repository.Snapshot, "a.cs"));
        DocumentTokens other = DocumentTokens.Of("b.cs", [], [], repository.Snapshot, Neighbourhood.Of(repository.Snapshot, "b.cs"));

        float[] logits = [.. Enumerable.Range(0, Vocabulary).Select(i => i / 10f)];

        Assert.Equal(Softmax(logits), Weigh(itself, [1, 2, 3], logits));
        Assert.True(Weigh(other, [1, 2, 3], logits)[4] > Softmax(logits)[4]);
    }

    [Fact]
    public void Whether_the_answer_is_over_stays_the_models_to_say() =>
        Gen.Select(Gen.Int[0, 14].Array[2, 40], Gen.Float[-5, 5].Array[Vocabulary]).Sample((text, logits) =>
        {
            DocumentTokens document = DocumentTokens.Of("a.cs", text, [], CacheSnapshot.Empty);

            float[] weighed = Weigh(document, text[..(text.Length / 2)], logits);

            Assert.Equal(Softmax(logits)[End], weighed[End], 1e-4f);
        });

    [Fact]
    public void A_mixture_of_distributions_is_a_distribution() =>
        Gen.Select(Gen.Int[0, 5].Array[2, 40], Gen.Int[0, 5].Array[2, 40], Gen.Float[0.01f, 1].Array[6]).Sample((text, other, model) =>
        {
            var repository = new RepositoryTokens();
            repository.Put([new TokenText("b.cs", other)]);
            var lookup = new CacheLookup(DocumentTokens.Of("a.cs", text, [], repository.Snapshot));
            var mixture = new CacheMixture(CacheWeights.Default);
            float sum = model.Sum();
            mixture.Load(lookup.Find(text));
            float[] known = [.. mixture.Tokens.ToArray().Select(token => model[token] / sum)];

            mixture.Mix(known, new LearnedOdds().Now.Span);

            float total = mixture.Probabilities.ToArray().Sum() + (MathF.Exp(mixture.LogKept) * (1 - known.Sum()));
            Assert.Equal(1, total, 1e-4f);
        });

    private static float[] Weigh(DocumentTokens document, int[] context, float[] logits)
    {
        float[] weighed = [.. logits];
        new TokenCachePrior(document, [End], CacheWeights.Default).Apply(context, context.Length, weighed);
        return Softmax(weighed);
    }

    private static float[] Softmax(float[] logits)
    {
        double sum = logits.Sum(logit => Math.Exp(logit));
        return [.. logits.Select(logit => (float)(Math.Exp(logit) / sum))];
    }
}
