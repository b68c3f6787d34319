using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Graph;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Tests.Export;

public class ModelGraphTests
{
    [Theory]
    [InlineData("float32", WeightOption.Float32, false)]
    [InlineData("float32", WeightOption.Int8, true)]
    [InlineData("float32", WeightOption.Int4, true)]
    [InlineData("published", WeightOption.Published, true)]
    public void Every_value_is_made_once_before_it_is_used_and_every_constant_is_used(string golden, WeightOption weights, bool hiddenStates)
    {
        using Checkpoint checkpoint = Checkpoint.Open(Golden.Checkpoint(golden));

        ModelGraph graph = ModelGraph.Of(checkpoint, new ExportOptions(weights, hiddenStates));

        string[] constants = [.. graph.Initializers.SelectMany(initializer => initializer.Tensors).Select(tensor => tensor.Name)];
        HashSet<string> values = ["", .. graph.Inputs.Select(input => input.Name)];
        Assert.All(constants, name => Assert.True(values.Add(name), name));
        foreach (OnnxNode node in graph.Nodes)
        {
            Assert.All(node.Inputs, name => Assert.Contains(name, values));
            Assert.All(node.Outputs, name => Assert.True(values.Add(name), name));
        }

        Assert.All(graph.Outputs, output => Assert.Contains(output.Name, values));
        Assert.Subset(graph.Nodes.SelectMany(node => node.Inputs).ToHashSet(), constants.ToHashSet());
        Assert.Equal(graph.Nodes.Count, graph.Nodes.Select(node => node.Name).Distinct().Count());
    }

    [Fact]
    public void The_graph_has_the_inputs_and_outputs_of_the_contract()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Golden.Checkpoint("float32"));

        ModelGraph graph = ModelGraph.Of(checkpoint, new ExportOptions(WeightOption.Float32, HiddenStates: true));

        Assert.Equal(["input_ids", "positions", "sequences", "logit_rows"], graph.Inputs.Select(input => input.Name));
        Assert.Equal(["logits", .. Enumerable.Range(0, 7).Select(layer => $"hidden.{layer}")], graph.Outputs.Select(output => output.Name));
        Assert.Equal(["T", 4, 64], graph.Outputs[6].Shape);
        Assert.Equal(["R", 64], graph.Outputs[7].Shape);
    }

    [Fact]
    public void Each_kind_of_layer_gives_its_attention_the_inputs_it_needs()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Golden.Checkpoint("float32"));

        ModelGraph graph = ModelGraph.Of(checkpoint, new ExportOptions(WeightOption.Float32));

        int[] inputs = [.. graph.Nodes.Where(node => node.Operator == "HybridAttention").Select(node => node.Inputs.Count)];
        Assert.Equal([7, 7, 17, 11, 17, 11], inputs);
    }

    [Fact]
    public void Hash_layers_route_by_token_id_and_the_others_by_their_bias()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Golden.Checkpoint("float32"));

        ModelGraph graph = ModelGraph.Of(checkpoint, new ExportOptions(WeightOption.Float32));

        OnnxNode[] routing = [.. graph.Nodes.Where(node => node.Operator == "ExpertRouting")];
        string[] hidden = ["model.layers.1.post_attention_layernorm", "model.layers.1.mlp.gate.weight"];
        Assert.Equal(["", "", "input_ids", "model.layers.1.mlp.gate.tid2eid", .. hidden], routing[1].Inputs);
        Assert.Equal(["", "model.layers.2.mlp.gate.e_score_correction_bias", "", ""], routing[2].Inputs.Take(4));
    }

    [Fact]
    public void Int8_projections_of_the_same_input_are_one_node()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Golden.Checkpoint("float32"));

        ModelGraph graph = ModelGraph.Of(checkpoint, new ExportOptions(WeightOption.Int8));

        OnnxNode[] nodes = [.. graph.Nodes.Where(node => node.Name.EndsWith(".input_projections", StringComparison.Ordinal))];
        Assert.Equal([2, 2, 7, 4, 7, 4], nodes.Select(node => node.Outputs.Count));
        Assert.All(nodes, node => Assert.Equal(2 + (2 * node.Outputs.Count), node.Inputs.Count));
    }
}
