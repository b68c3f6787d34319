using CsCheck;
using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

public sealed class LearnedOddsTests
{
    private const int Vocabulary = 16;

    [Fact]
    public void The_gradient_is_how_the_likelihood_changes_with_the_odds() =>
        Gen.Select(Gen.Int[0, 3].Array[4, 40], Gen.Int[0, 3].Array[4, 40], Gen.Int[0, 4]).Sample((text, other, came) =>
        {
            var repository = new RepositoryTokens();
            repository.Put([new TokenText("b.cs", other)]);
            DocumentTokens document = DocumentTokens.Of("a.cs", text, [], repository.Snapshot);
            float[] learned = new float[new LearnedOdds().Now.Length];
            float[] gradient = Gradient(Mixed(document, text, learned, came).Steps);

            for (int level = 0; level < learned.Length; level++)
            {
                const float step = 0.02f;
                float[] more = [.. learned];
                more[level] += step;
                float[] less = [.. learned];
                less[level] -= step;
                double slope = (LogLikelihood(document, text, more, came) - LogLikelihood(document, text, less, came)) / (2 * step);
                Assert.Equal(slope, gradient[level], 0.01);
            }
        });

    [Fact]
    public void What_came_again_and_again_is_believed_more_and_what_never_did_less()
    {
        int[] text = [1, 2, 3, 4, 5, 1, 2, 3];
        DocumentTokens document = DocumentTokens.Of("a.cs", text, [], CacheSnapshot.Empty);
        var right = new LearnedOdds();
        var wrong = new LearnedOdds();
        float before = Probability(document, text, new LearnedOdds());

        for (int i = 0; i < 50; i++)
        {
            Teach(document, text, [4], right);
            Teach(document, text, [9], wrong);
        }

        Assert.True(Probability(document, text, right) > before);
        Assert.True(Probability(document, text, wrong) < before);
    }

    [Fact]
    public void However_long_it_learns_the_odds_stay_within_bounds_and_are_the_same_each_time() =>
        Gen.Float[-3, 3].Array[CacheLevels.All].Array[1, 20].Sample(gradients =>
        {
            var first = new LearnedOdds();
            var second = new LearnedOdds();
            for (int i = 0; i < 300; i++)
            {
                first.Learn(gradients[i % gradients.Length]);
                second.Learn(gradients[i % gradients.Length]);
            }

            Assert.Equal(first.Now.ToArray(), second.Now.ToArray());
            Assert.All(first.Now.ToArray(), odds => Assert.InRange(odds, -2 * LearnedOdds.Most, 2 * LearnedOdds.Most));
        });

    [Fact]
    public void Nothing_is_learned_behind_the_place_where_the_user_went_another_way()
    {
        int[] text = [1, 2, 3, 4, 5, 1, 2];
        DocumentTokens document = DocumentTokens.Of("a.cs", text, [], CacheSnapshot.Empty);
        var same = new LearnedOdds();
        var other = new LearnedOdds();

        Teach(document, text, [7], same, chosen: [3, 4]);
        Teach(document, text, [7, 4, 5], other, chosen: [3, 4]);

        Assert.Equal(same.Now.ToArray(), other.Now.ToArray());
        Assert.NotEqual(new LearnedOdds().Now.ToArray(), other.Now.ToArray());
    }

    private static float[] Gradient(ReadOnlySpan<MixtureStep> steps)
    {
        float[] slopes = new float[steps.Length];
        float[] gradient = new float[CacheLevels.All];
        MixtureStep.Slopes(steps, slopes);
        for (int i = 0; i < steps.Length; i++)
        {
            gradient[steps[i].Evidence.Level] += slopes[i];
        }

        return gradient;
    }

    private static void Teach(DocumentTokens document, int[] text, int[] came, LearnedOdds odds, params int[] chosen)
    {
        var prior = new TokenCachePrior(document, [], CacheWeights.Default, odds.Now);
        for (int i = 0; i <= chosen.Length; i++)
        {
            int[] context = [.. text, .. chosen[..i]];
            prior.Apply(context, text.Length, new float[Vocabulary]);
        }

        prior.Learn(text, came, odds);
    }

    private static float Probability(DocumentTokens document, int[] text, LearnedOdds odds)
    {
        float[] logits = new float[Vocabulary];
        new TokenCachePrior(document, [], CacheWeights.Default, odds.Now).Apply(text, text.Length, logits);
        return MathF.Exp(logits[4]) / logits.Sum(MathF.Exp);
    }

    private static double LogLikelihood(DocumentTokens document, int[] text, float[] learned, int came)
    {
        CacheMixture mixture = Mixed(document, text, learned, came);
        int found = mixture.Tokens.IndexOf(came);
        return found < 0 ? mixture.LogKept : Math.Log(mixture.Probabilities[found]);
    }

    private static CacheMixture Mixed(DocumentTokens document, int[] text, float[] learned, int came)
    {
        var mixture = new CacheMixture(CacheWeights.Default);
        mixture.Load(new CacheLookup(document).Find(text));
        int found = mixture.Tokens.IndexOf(came);
        float[] model = [.. Enumerable.Repeat(1f / Vocabulary, mixture.Tokens.Length)];
        mixture.Mix(model, learned, found < 0 ? mixture.Tokens.Length : found);
        return mixture;
    }
}
