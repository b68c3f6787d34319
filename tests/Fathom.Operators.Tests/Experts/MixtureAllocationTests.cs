using Fathom.Operators.Experts;
using Fathom.Operators.Linear;
using Fathom.Operators.Tests.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.Experts;

public sealed class MixtureAllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void A_layer_of_experts_allocates_nothing_once_warm(int tokens)
    {
        Dictionary<string, object> attributes = new()
        {
            ["experts"] = 2,
            ["hidden_width"] = 32,
            ["expert_width"] = 32,
            ["limit"] = 10f,
            ["format"] = "int8",
            ["shared_format"] = "int4",
            ["shared_width"] = 32,
        };
        AllocationProbe probe = new(ExpertMixture.Declaration);
        using NodeSession session = new(
            nameof(ExpertMixture), attributes, [1, 7, 1, 3, 1, 3, 1, 2, 1, 2, 1], [1], probe.Domain, AllocationProbe.DomainName);
        Tensor[] inputs =
        [
            new(new float[tokens * 32], tokens, 32), new(new long[tokens], tokens, 1), new(new float[tokens], tokens, 1),
            new(new sbyte[128 * 32], 8, 8, 16, 4), new(new float[128], 8, 1, 16), new(new sbyte[64 * 32], 4, 8, 16, 4), new(new float[64], 4, 1, 16),
            new(new byte[64 * 16], 64, 16), new(new float[64], 64, 1), new(new byte[32 * 16], 32, 16), new(new float[32], 32, 1),
        ];
        session.Run(inputs);

        session.Run(inputs);

        Assert.Equal(0, probe.LastBytes);
    }

    [Fact]
    public void Projections_allocate_nothing_once_warm()
    {
        Dictionary<string, object> attributes = new()
        {
            ["input_width"] = 32,
            ["output_widths"] = new[] { 16, 4 },
            ["formats"] = "int8 float32",
            ["norm_epsilon"] = 1e-6f,
        };
        AllocationProbe probe = new(Projections.Declaration);
        using NodeSession session = new(nameof(Projections), attributes, [1, 1, 3, 1, 1], [1, 1], probe.Domain, AllocationProbe.DomainName);
        Tensor[] inputs =
        [
            new(new float[3 * 32], 3, 32), new(new float[32], 32),
            new(new sbyte[16 * 32], 1, 8, 16, 4), new(new float[16], 1, 1, 16), new(new float[4 * 32], 4, 32),
        ];
        session.Run(inputs);

        session.Run(inputs);

        Assert.Equal(0, probe.LastBytes);
    }

    [Fact]
    public void A_linear_layer_allocates_nothing_once_warm()
    {
        Dictionary<string, object> attributes = new() { ["groups"] = 2, ["input_width"] = 32, ["output_width"] = 8, ["format"] = "float4" };
        AllocationProbe probe = new(GroupedLinear.Declaration);
        using NodeSession session = new(nameof(GroupedLinear), attributes, [1, 2, 2], [1], probe.Domain, AllocationProbe.DomainName);
        Tensor[] inputs = [new(new float[3 * 64], 3, 64), new(new byte[16 * 16], 16, 16), new(new byte[16], 16, 1)];
        session.Run(inputs);

        session.Run(inputs);

        Assert.Equal(0, probe.LastBytes);
    }

    [Fact]
    public void Routing_allocates_nothing_once_warm()
    {
        Dictionary<string, object> attributes = new() { ["experts_per_token"] = 2, ["scaling_factor"] = 1f };
        AllocationProbe probe = new(ExpertRouting.Declaration);
        using NodeSession session = new(nameof(ExpertRouting), attributes, [1, 1], [7, 1], probe.Domain, AllocationProbe.DomainName);
        Tensor[] inputs = [new(new float[5 * 8], 5, 8), new(new float[8], 8)];
        session.Run(inputs);

        session.Run(inputs);

        Assert.Equal(0, probe.LastBytes);
    }
}
