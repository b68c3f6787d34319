using CsCheck;
using Fathom.Inference.Sampling;

namespace Fathom.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [1, 3, 2, -1, 3];
    private static readonly Gen<float[]> AnyLogits = Gen.Float[-20, 20].Array[1, 50];

    [Fact]
    public void Greedy_takes_the_largest_logit_and_of_equals_the_first() =>
        Assert.Equal(1, new Sampler(SamplingOptions.Greedy).Sample(Logits).Id);

    [Fact]
    public void The_log_probability_is_that_of_the_softmax() => AnyLogits.Sample(logits =>
    {
        SampledToken token = new Sampler(SamplingOptions.Greedy).Sample(logits);

        double expected = logits[token.Id] - Math.Log(logits.Sum(logit => Math.Exp(logit)));
        Assert.Equal(expected, token.LogProbability, 1e-4);
    });

    [Fact]
    public void The_entropy_is_that_of_the_softmax() => AnyLogits.Sample(logits =>
    {
        SampledToken token = new Sampler(SamplingOptions.Greedy).Sample(logits);

        double sum = logits.Sum(logit => Math.Exp(logit));
        double expected = -logits.Sum(logit => Math.Exp(logit) / sum * Math.Log(Math.Exp(logit) / sum));
        Assert.Equal(expected, token.Entropy, 1e-4);
    });

    [Fact]
    public void A_token_that_is_ruled_out_has_no_part_in_the_entropy() =>
        Assert.Equal(Math.Log(2), new Sampler(SamplingOptions.Greedy).Sample([1, float.NegativeInfinity, 1]).Entropy, 1e-6);

    [Fact]
    public void Among_allowed_tokens_the_probability_is_the_share_among_them()
    {
        SampledToken token = new Sampler(SamplingOptions.Greedy).Sample(Logits, [3, 0]);

        Assert.Equal(0, token.Id);
        Assert.Equal(-Math.Log(1 + Math.Exp(-2)), token.LogProbability, 1e-6);
    }

    [Fact]
    public void Draws_follow_the_probabilities_at_the_temperature()
    {
        Sampler sampler = new(new SamplingOptions { Temperature = 2, Seed = 7 });
        const int draws = 20_000;

        int[] counts = new int[Logits.Length];
        for (int i = 0; i < draws; i++)
        {
            counts[sampler.Sample(Logits).Id]++;
        }

        double total = Logits.Sum(logit => Math.Exp(logit / 2));
        for (int id = 0; id < Logits.Length; id++)
        {
            Assert.Equal(Math.Exp(Logits[id] / 2) / total, (double)counts[id] / draws, 0.015);
        }
    }

    [Fact]
    public void Top_k_draws_only_from_the_most_probable() => AnyLogits.Select(Gen.Int[1, 5], Gen.Int).Sample((logits, topK, seed) =>
    {
        Sampler sampler = new(new SamplingOptions { Temperature = 1, TopK = topK, Seed = seed });

        int id = sampler.Sample(logits).Id;

        return logits.Count(logit => logit > logits[id] + 1e-4f) < topK;
    });

    [Fact]
    public void Top_p_draws_only_from_the_nucleus() => AnyLogits.Select(Gen.Float[0.05f, 0.95f], Gen.Int).Sample((logits, topP, seed) =>
    {
        Sampler sampler = new(new SamplingOptions { Temperature = 1, TopP = topP, Seed = seed });

        int id = sampler.Sample(logits).Id;

        double total = logits.Sum(logit => Math.Exp(logit));
        double above = logits.Where(logit => logit > logits[id] + 1e-4f).Sum(logit => Math.Exp(logit));
        return above < total * (topP + 1e-5);
    });

    [Fact]
    public void Equal_seeds_draw_equal_tokens()
    {
        SamplingOptions options = new() { Temperature = 1, TopP = 0.9f, TopK = 4, Seed = 42 };
        Sampler first = new(options);
        Sampler second = new(options);

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(first.Sample(Logits), second.Sample(Logits)));
    }

    [Fact]
    public void A_logit_that_is_not_a_number_is_an_error_of_the_model()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => new Sampler(SamplingOptions.Greedy).Sample([1, float.NaN, 2]));

        Assert.Contains("NaN", exception.Message);
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { Temperature = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopP = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { TopK = -1 });
    }
}
