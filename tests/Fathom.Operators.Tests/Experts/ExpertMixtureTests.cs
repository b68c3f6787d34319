using CsCheck;
using Fathom.Operators.Formats;
using Fathom.Operators.Tests.Linear;
using Fathom.Operators.Tests.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.Experts;

public sealed class ExpertMixtureTests
{
    private const float Limit = 3;

    public static TheoryData<WeightFormat, WeightFormat> Formats { get; } = new()
    {
        { WeightFormat.Float32, WeightFormat.Float32 },
        { WeightFormat.Int8, WeightFormat.Int8 },
        { WeightFormat.Int4, WeightFormat.Int8 },
        { WeightFormat.Int4, WeightFormat.Float32 },
        { WeightFormat.Float4, WeightFormat.Float8 },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_output_is_the_weighted_sum_of_the_chosen_experts_and_the_shared_one(WeightFormat format, WeightFormat sharedFormat) =>
        (from tokens in Gen.Int[1, 12]
         from experts in Gen.Int[3, 9]
         from width in Gen.Int[1, 4]
         from expertWidth in Gen.Int[1, 5]
         from seed in Gen.Int[0, 1000]
         select new Layer(format, sharedFormat, tokens, experts, PerToken: 3, 32 * width, 32 * expertWidth, seed)).Sample(
            layer =>
            {
                float[] output = layer.Run();

                double[] expected = layer.Expected();
                double size = Math.Sqrt(expected.Average(value => value * value));
                double error = Math.Sqrt(expected.Zip(output, (wanted, got) => (wanted - got) * (wanted - got)).Average());
                Assert.InRange(error, 0, layer.Tolerance * size);
            },
            iter: 10);

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_token_gets_the_same_bits_alone_and_among_others_on_several_threads(WeightFormat format, WeightFormat sharedFormat)
    {
        var layer = new Layer(format, sharedFormat, Tokens: 40, Experts: 6, PerToken: 2, HiddenWidth: 192, ExpertWidth: 224, Seed: 21);

        float[] together = layer.Run(threads: 2);

        for (int t = 0; t < layer.Tokens; t++)
        {
            Assert.Equal(layer.Run(token: t), together[(t * layer.HiddenWidth)..((t + 1) * layer.HiddenWidth)]);
        }
    }

    [Fact]
    public void Without_a_shared_expert_only_the_chosen_ones_count()
    {
        var layer = new Layer(WeightFormat.Float32, null, Tokens: 5, Experts: 4, PerToken: 2, HiddenWidth: 9, ExpertWidth: 7, Seed: 22);

        float[] output = layer.Run();

        Assert.All(layer.Expected().Zip(output), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Theory]
    [InlineData(100f, 100f, 3 * 3 / (1 + 0.049787068))]
    [InlineData(100f, -100f, -3 * 3 / (1 + 0.049787068))]
    [InlineData(-100f, 2f, 0)]
    public void Gates_are_clamped_from_above_before_the_activation_and_ups_from_both_sides(float gate, float up, double expected)
    {
        using NodeSession session = new(
            "ExpertMixture", Attributes("float32", experts: 1, width: 1, expertWidth: 1), [1, 7, 1, 1, null, 1], [1]);

        Tensor output = session.Run(
            new Tensor(new[] { 1f }, 1, 1),
            new Tensor(new[] { 0L }, 1, 1),
            new Tensor(new[] { 1f }, 1, 1),
            new Tensor(new[] { gate, up }, 2, 1),
            new Tensor(new[] { 1f }, 1, 1))[0];

        Assert.Equal(expected, output.Floats[0], 1e-5);
    }

    [Fact]
    public void An_expert_that_does_not_exist_is_refused()
    {
        var layer = new Layer(WeightFormat.Float32, null, Tokens: 1, Experts: 2, PerToken: 1, HiddenWidth: 4, ExpertWidth: 4, Seed: 23);
        layer.Chosen[0] = 2;

        var error = Assert.Throws<OnnxRuntimeException>(() => layer.Run());

        Assert.Contains("ExpertMixture: input 'experts' holds 2; experts from 0 to 1 are expected.", error.Message);
    }

    [Fact]
    public void Routing_weights_of_another_shape_are_refused()
    {
        var layer = new Layer(WeightFormat.Float32, null, Tokens: 2, Experts: 2, PerToken: 1, HiddenWidth: 4, ExpertWidth: 4, Seed: 24)
        {
            WeightsShape = [1, 2],
        };

        var error = Assert.Throws<OnnxRuntimeException>(() => layer.Run());

        Assert.Contains("ExpertMixture: input 'weights' has shape [1, 2]; [2, 1] is expected.", error.Message);
    }

    [Fact]
    public void A_limit_of_zero_is_refused_when_the_session_is_made()
    {
        Dictionary<string, object> attributes = Attributes("float32", experts: 1, width: 1, expertWidth: 1);
        attributes["limit"] = 0f;

        var error = Assert.Throws<OnnxRuntimeException>(() => new NodeSession("ExpertMixture", attributes, [1, 7, 1, 1, null, 1], [1]));

        Assert.Contains("ExpertMixture: attribute 'limit' is 0; it must be above 0.", error.Message);
    }

    private static Dictionary<string, object> Attributes(string format, int experts, int width, int expertWidth) => new()
    {
        ["experts"] = experts,
        ["hidden_width"] = width,
        ["expert_width"] = expertWidth,
        ["limit"] = Limit,
        ["format"] = format,
    };

    /// <summary>A random layer and its input.</summary>
    private sealed record Layer(
        WeightFormat Format, WeightFormat? SharedFormat, int Tokens, int Experts, int PerToken, int HiddenWidth, int ExpertWidth, int Seed)
    {
        private readonly RandomWeight _gateUp = new(Format, ExpertWidth, HiddenWidth, Seed, 2 * Experts);
        private readonly RandomWeight _down = new(Format, HiddenWidth, ExpertWidth, Seed + 1, Experts);
        private readonly RandomWeight _sharedGateUp = new(SharedFormat ?? Format, ExpertWidth, HiddenWidth, Seed + 2, 2);
        private readonly RandomWeight _sharedDown = new(SharedFormat ?? Format, HiddenWidth, ExpertWidth, Seed + 3);
        private readonly float[] _hidden = RandomWeight.RandomFloats(new Random(Seed + 4), Tokens * HiddenWidth);
        private readonly float[] _weights = RandomWeight.RandomFloats(new Random(Seed + 5), Tokens * PerToken);

        public long[] Chosen { get; } = RandomExperts(new Random(Seed + 6), Tokens, Experts, PerToken);

        public long[]? WeightsShape { get; init; }

        /// <summary>Root mean square error over that of the output. Where activations are rounded to int8, one may fall to the other side than in the reference: a part in 127.</summary>
        public double Tolerance => Format is WeightFormat.Int8 or WeightFormat.Int4 ? 1e-2 : 1e-5;

        public float[] Run(int? token = null, int threads = 1)
        {
            Dictionary<string, object> attributes = Attributes(Format.Name(), Experts, HiddenWidth, ExpertWidth);
            List<Tensor?> inputs =
            [
                Rows(_hidden, HiddenWidth, token),
                Rows(Chosen, PerToken, token),
                WeightsShape is null ? Rows(_weights, PerToken, token) : new Tensor(_weights, WeightsShape),
                _gateUp.CodesTensor(), _gateUp.ScalesTensor(), _down.CodesTensor(), _down.ScalesTensor(),
            ];
            if (SharedFormat is { } format)
            {
                attributes["shared_format"] = format.Name();
                attributes["shared_width"] = ExpertWidth;
                inputs.AddRange([_sharedGateUp.CodesTensor(), _sharedGateUp.ScalesTensor(), _sharedDown.CodesTensor(), _sharedDown.ScalesTensor()]);
            }

            using NodeSession session = new("ExpertMixture", attributes, [.. inputs.Select(input => input?.Type)], [1], threads: threads);
            return session.Run([.. inputs.OfType<Tensor>()])[0].Floats;
        }

        public double[] Expected()
        {
            var all = new List<double>();
            for (int t = 0; t < Tokens; t++)
            {
                var output = new double[HiddenWidth];
                float[] hidden = _hidden[(t * HiddenWidth)..((t + 1) * HiddenWidth)];
                for (int k = 0; k < PerToken; k++)
                {
                    int slot = (t * PerToken) + k;
                    ReferenceExperts.AddExpert(_gateUp, _down, (int)Chosen[slot], _weights[slot], Limit, hidden, output);
                }

                if (SharedFormat is not null)
                {
                    ReferenceExperts.AddExpert(_sharedGateUp, _sharedDown, 0, 1, Limit, hidden, output);
                }

                all.AddRange(output);
            }

            return [.. all];
        }

        private static Tensor Rows<T>(T[] values, int width, int? token) => token is { } t
            ? new Tensor(values[(t * width)..((t + 1) * width)], 1, width)
            : new Tensor(values, values.Length / width, width);

        private static long[] RandomExperts(Random random, int tokens, int experts, int perToken)
        {
            long[] all = [.. Enumerable.Range(0, experts).Select(e => (long)e)];
            return [.. Enumerable.Range(0, tokens).SelectMany(_ =>
            {
                random.Shuffle(all);
                return all[..perToken];
            })];
        }
    }
}
