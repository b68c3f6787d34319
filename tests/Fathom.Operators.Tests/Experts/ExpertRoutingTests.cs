using Fathom.Operators.Tests.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Fathom.Operators.Tests.Experts;

public sealed class ExpertRoutingTests
{
    private static readonly Dictionary<string, object> Attributes = new() { ["experts_per_token"] = 2, ["scaling_factor"] = 1.5f };
    private static readonly float[] Logits = [-2, -1, 0, 1, 2, 3];

    [Fact]
    public void The_bias_selects_but_does_not_weigh()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [1, 1], [7, 1]);

        Tensor[] outputs = session.Run(new Tensor(Logits, 1, 6), new Tensor(new float[] { 3, 0, 0, 0, 0, -2 }, 6));

        Assert.Equal([0, 4], outputs[0].Int64s);
        Assert.Equal(.294491f, outputs[1].Floats[0], 1e-6f);
        Assert.Equal(1.205509f, outputs[1].Floats[1], 1e-6f);
    }

    [Fact]
    public void Without_a_bias_the_largest_affinities_come_first()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [1], [7, 1]);

        Tensor[] outputs = session.Run(new Tensor(Logits, 1, 6));

        Assert.Equal([5, 4], outputs[0].Int64s);
        Assert.Equal(1.5f, outputs[1].Floats.Sum(), 1e-6f);
    }

    [Fact]
    public void Hash_layers_take_the_experts_of_the_token_id_and_weigh_them_by_their_affinities()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [1, null, 7, 7], [7, 1]);

        Tensor[] outputs = session.Run(
            new Tensor(new[] { Logits, Logits }.SelectMany(row => row).ToArray(), 2, 6),
            new Tensor(new long[] { 2, 0 }, 2),
            new Tensor(new long[] { 4, 0, 1, 2, 3, 5 }, 3, 2));

        Assert.Equal([3, 5, 4, 0], outputs[0].Int64s);
        Assert.Equal(1.5f * 1.145976f / (1.145976f + 1.746020f), outputs[1].Floats[0], 1e-6f);
        Assert.Equal(1.205509f, outputs[1].Floats[2], 1e-6f);
    }

    [Fact]
    public void With_a_gate_the_logits_are_its_product_with_the_hidden_row()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [null, null, null, null, 1, 1], [7, 1]);

        Tensor[] outputs = session.Run(
            new Tensor(new[] { 1f, 2f }, 1, 2),
            new Tensor(new float[] { -2, 0, 1, -1, 0, 0, -1, 1, 0, 1, 1, 1 }, 6, 2));

        Assert.Equal([5, 4], outputs[0].Int64s);
        Assert.Equal(1.5f, outputs[1].Floats.Sum(), 1e-6f);
    }

    [Fact]
    public void A_gate_of_another_width_is_refused()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [null, null, null, null, 1, 1], [7, 1]);

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(new float[2], 1, 2), new Tensor(new float[18], 6, 3)));

        Assert.Contains("ExpertRouting: input 'hidden' has shape [1, 2]; 3 columns, as many as 'gate' has, are expected.", error.Message);
    }

    [Fact]
    public void An_id_outside_the_table_is_refused()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [1, null, 7, 7], [7, 1]);

        var error = Assert.Throws<OnnxRuntimeException>(() =>
            session.Run(new Tensor(Logits, 1, 6), new Tensor(new long[] { 3 }, 1), new Tensor(new long[] { 4, 0, 1, 2, 3, 5 }, 3, 2)));

        Assert.Contains("ExpertRouting: input 'input_ids' holds 3 in row 0; ids from 0 to 2 are expected.", error.Message);
    }

    [Fact]
    public void An_expert_outside_the_layer_is_refused()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [1, null, 7, 7], [7, 1]);

        var error = Assert.Throws<OnnxRuntimeException>(() =>
            session.Run(new Tensor(Logits, 1, 6), new Tensor(new long[] { 0 }, 1), new Tensor(new long[] { 4, 6 }, 1, 2)));

        Assert.Contains("ExpertRouting: input 'expert_table' holds 6 in row 0; experts from 0 to 5 are expected.", error.Message);
    }

    [Fact]
    public void A_table_without_ids_is_refused()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [1, null, null, 7], [7, 1]);

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(Logits, 1, 6), new Tensor(new long[] { 4, 0 }, 1, 2)));

        Assert.Contains("ExpertRouting: inputs 'input_ids' and 'expert_table' belong together; give the node both or neither.", error.Message);
    }

    [Fact]
    public void A_logit_that_is_not_finite_is_refused()
    {
        using NodeSession session = new("ExpertRouting", Attributes, [1], [7, 1]);

        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(new Tensor(new[] { 0, 1, float.NaN }, 1, 3)));

        Assert.Contains("ExpertRouting: input 'router_logits' has a value in row 0 that is not finite", error.Message);
    }
}
