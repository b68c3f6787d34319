using Fathom.Operators.Attention;
using Fathom.Operators.HyperConnections;
using Fathom.Operators.Sequences;
using Fathom.Operators.Tests.Attention;
using Xunit;

namespace Fathom.Operators.Tests.OnnxRuntime;

public sealed class AllocationTests
{
    [Fact]
    public void Hyper_connections_allocate_nothing_once_warm()
    {
        Dictionary<string, object> attributes = new() { ["norm_epsilon"] = 1e-6f, ["epsilon"] = 1e-6f, ["sinkhorn_iterations"] = 20 };
        AllocationProbe probe = new(HyperConnectionCollapse.Declaration);
        using NodeSession session = new(nameof(HyperConnectionCollapse), attributes, [1, 1, 1, 1], [1, 1, 1], probe.Domain, AllocationProbe.DomainName);
        Tensor[] inputs = [new(new float[64], 1, 4, 16), new(new float[24 * 64], 24, 64), new(new float[24], 24), new(new float[3], 3)];
        session.Run(inputs);

        session.Run(inputs);

        Assert.Equal(0, probe.LastBytes);
    }

    [Fact]
    public void Attention_allocates_nothing_between_page_boundaries_once_warm()
    {
        AttentionShape shape = AttentionShape.CompressedSparse;
        AllocationProbe probe = new(HybridAttention.Declaration);
        using AttentionNode node = new(shape, domain: probe.Domain, domainName: AllocationProbe.DomainName);
        using Sequence sequence = Sequence.Create();
        AttentionStream stream = new(shape, 96, 1);
        node.Continue(sequence, stream[..80], Enumerable.Range(1, 79));

        Assert.All(Enumerable.Range(81, 15), end =>
        {
            node.Run((sequence, stream, end));
            sequence.Commit(end);

            Assert.Equal(0, probe.LastBytes);
        });
    }
}
