using CsCheck;
using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

public sealed class CacheFitTests
{
    private static readonly CacheEvidence Right = new(Level: 3, Occurrences: 2, Agreement: 1, ModelLogProbability: -3);
    private static readonly CacheEvidence Wrong = new(Level: 25, Occurrences: 2, Agreement: 1, ModelLogProbability: -3);

    private static readonly Gen<CacheObservation> Observations =
        from model in Gen.Float[0.001f, 1]
        from levels in Gen.Select(Gen.Int[0, CacheLevels.All - 1], Gen.Float[1, 50], Gen.Float[0.1f, 1], Gen.Float[-12, 0], Gen.Float[0, 1]).Array[1, 8]
        select new CacheObservation(model, [.. levels.Select(level => (new CacheEvidence(level.Item1, level.Item2, level.Item3, level.Item4), level.Item5))]);

    [Fact]
    public void A_level_that_was_right_is_believed_more_and_one_that_was_wrong_less()
    {
        CacheObservation[] came = [.. Enumerable.Repeat(new CacheObservation(0.05f, [(Right, 1), (Wrong, 0)]), 20)];

        CacheWeights fitted = Fit(came);

        Assert.True(fitted.Belief(Right) > CacheWeights.Default.Belief(Right));
        Assert.True(fitted.Belief(Wrong) < CacheWeights.Default.Belief(Wrong));
    }

    [Fact]
    public void Levels_of_scopes_that_never_had_a_say_keep_their_numbers()
    {
        CacheWeights fitted = Fit([new CacheObservation(0.05f, [(Right, 1)])]);

        Assert.Equal(CacheWeights.Default.Values[CacheLevels.Count..CacheLevels.All], fitted.Values[CacheLevels.Count..CacheLevels.All]);
    }

    [Fact]
    public void What_came_is_never_less_likely_after_the_fit() =>
        Gen.Select(Observations.Array[1, 20], Gen.Float[-1, 1]).Sample(
            (came, shift) =>
            {
                var start = new CacheWeights([.. CacheWeights.Default.Values.ToArray().Select(value => value + shift)]);

                CacheWeights fitted = CacheFit.Fit(came, start, static _ => { }, TestContext.Current.CancellationToken);

                Assert.True(CacheFit.Bits(came, fitted) <= CacheFit.Bits(came, start) + 0.001);
            },
            iter: 30);

    [Fact]
    public void Observations_lead_to_the_probabilities_of_the_mixture_they_were_taken_from() =>
        Gen.Select(Gen.Int[0, 3].Array[4, 40], Gen.Int[0, 3]).Sample((text, came) =>
        {
            var mixture = new CacheMixture(CacheWeights.Default);
            mixture.Load(new CacheLookup(DocumentTokens.Of("a.cs", text, [], CacheSnapshot.Empty)).Find(text));
            if (mixture.Tokens.IndexOf(came) is >= 0 and var found)
            {
                mixture.Mix([.. Enumerable.Repeat(0.25f, mixture.Tokens.Length)], new LearnedOdds().Now.Span, found);

                double bits = CacheFit.Bits([CacheObservation.Of(mixture.Steps)], CacheWeights.Default);

                Assert.Equal(-Math.Log2(mixture.Probabilities[found]), bits, 1e-3);
            }
        });

    private static CacheWeights Fit(CacheObservation[] came) => CacheFit.Fit(came, CacheWeights.Default, static _ => { }, TestContext.Current.CancellationToken);
}
