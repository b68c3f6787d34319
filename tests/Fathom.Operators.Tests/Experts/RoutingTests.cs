using CsCheck;
using Fathom.Operators.Experts;
using Xunit;

namespace Fathom.Operators.Tests.Experts;

public sealed class RoutingTests
{
    [Fact]
    public void Affinities_match_the_published_vector()
    {
        float[] affinities = [-2, -1, 0, 1, 2, 3];

        Routing.Affinities(affinities);

        float[] expected = [.356270f, .559698f, .832555f, 1.145976f, 1.458399f, 1.746020f];
        Assert.All(expected.Zip(affinities), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Affinities_keep_their_precision_for_any_logit() =>
        Gen.Float[-80, 80].Array[1, 20].Sample(logits =>
        {
            float[] affinities = [.. logits];

            Routing.Affinities(affinities);

            for (int i = 0; i < logits.Length; i++)
            {
                double expected = ReferenceExperts.Affinity(logits[i]);
                Assert.InRange(affinities[i], expected * (1 - 1e-6), expected * (1 + 1e-6));
            }
        });

    [Fact]
    public void Selection_and_weights_are_those_of_the_definition() =>
        (from count in Gen.Int[1, 40]
         from logits in Gen.Float[-5, 5].Array[count]
         from bias in Gen.Float[-1, 1].Array[count]
         from chosen in Gen.Int[1, Math.Min(count, 8)]
         select (logits, bias, chosen)).Sample(given =>
        {
            (float[] logits, float[] bias, int chosen) = given;
            float[] affinities = [.. logits];
            var experts = new long[chosen];
            var weights = new float[chosen];

            Routing.Affinities(affinities);
            Routing.Select(affinities, bias, experts);
            Routing.Weigh(affinities, experts, 2.5f, weights);

            // Scores that differ in double precision may be equal in single, so the scores are compared rather than the indices.
            double[] scores = [.. logits.Zip(bias).Select(pair => ReferenceExperts.Affinity(pair.First) + pair.Second)];
            Assert.Equal(chosen, experts.Distinct().Count());
            Assert.All(
                scores.OrderDescending().Take(chosen).Zip(experts), pair => Assert.Equal(pair.First, scores[pair.Second], 1e-5));
            double sum = experts.Sum(e => ReferenceExperts.Affinity(logits[e]));
            Assert.All(
                experts.Zip(weights), pair => Assert.Equal(ReferenceExperts.Affinity(logits[pair.First]) / sum * 2.5, pair.Second, 1e-5));
        });

    [Fact]
    public void Of_equal_affinities_the_lowest_index_wins()
    {
        var experts = new long[3];

        Routing.Select([1, 2, 2, 1, 2, 2], [], experts);

        Assert.Equal([1, 2, 4], experts);
    }
}
