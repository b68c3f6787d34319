using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Graph;

/// <summary>The nodes of a layer's expert mixture: router, routing, and the experts with the shared one.</summary>
internal sealed class ExpertNodes(GraphBuilder graph, ModuleNodes modules, Checkpoint checkpoint, WeightOption weights)
{
    private readonly ModelConfiguration configuration = checkpoint.Configuration;

    /// <summary>Adds the expert mixture of a layer.</summary>
    /// <param name="layer">Its plan.</param>
    /// <param name="input">The normed input, [T, d].</param>
    /// <returns>The output, [T, d].</returns>
    public string Add(LayerPlan layer, string input)
    {
        string module = $"model.layers.{layer.Index}.mlp";
        Route(layer, module, input);
        WeightFormat? format = WeightPlan.Main(weights);
        (Initializer gateUp, Initializer down) = Alike(
            format,
            ($"{module}.experts.gate_up_proj", checkpoint.Experts(layer.Index, "gate_proj", "up_proj")),
            ($"{module}.experts.down_proj", checkpoint.Experts(layer.Index, "down_proj")));
        List<string> inputs = [input, $"{module}.gate.routing.experts", $"{module}.gate.routing.weights", .. Weights(gateUp), .. Weights(down)];
        List<OnnxAttribute> attributes =
        [
            ("experts", configuration.Experts),
            ("hidden_width", configuration.HiddenSize),
            ("expert_width", configuration.ExpertWidth),
            ("limit", configuration.SwigluLimit),
            ("format", WeightInitializers.FormatName(gateUp)),
        ];
        if (configuration.SharedWidth > 0)
        {
            string shared = $"{module}.shared_experts";
            (Initializer sharedGateUp, Initializer sharedDown) = Alike(
                format,
                ($"{shared}.gate_up_proj.weight", [checkpoint.Matrix($"{shared}.gate_proj.weight"), checkpoint.Matrix($"{shared}.up_proj.weight")]),
                ($"{shared}.down_proj.weight", [checkpoint.Matrix($"{shared}.down_proj.weight")]));
            inputs.AddRange([.. Weights(sharedGateUp), .. Weights(sharedDown)]);
            attributes.AddRange([("shared_format", WeightInitializers.FormatName(sharedGateUp)), ("shared_width", configuration.SharedWidth)]);
        }

        return graph.Fathom(module, "ExpertMixture", inputs, attributes);
    }

    private void Route(LayerPlan layer, string module, string input)
    {
        string gate = $"{module}.gate";
        string[] selection = layer.Routing == RoutingKind.Hash
            ? ["", "input_ids", graph.Constant(new IdTableInitializer($"{gate}.tid2eid", checkpoint.Tensor($"{gate}.tid2eid"), configuration.Experts))]
            : [modules.Parameter($"{gate}.e_score_correction_bias"), "", ""];
        StoredMatrix router = checkpoint.Matrix($"{gate}.weight");
        WeightFormat format = WeightPlan.Selection(weights) ?? router.Format;
        string[] inputs = format == WeightFormat.Float32
            ? ["", .. selection, input, modules.Parameter($"{gate}.weight")]
            : [modules.Dense(gate, input, format), .. selection];
        graph.Node(
            $"{gate}.routing",
            "fathom",
            "ExpertRouting",
            inputs,
            [$"{gate}.routing.experts", $"{gate}.routing.weights"],
            [("experts_per_token", configuration.ExpertsPerToken), ("scaling_factor", configuration.RoutedScalingFactor)]);
    }

    /// <summary>Both projections of an expert in one format, since the operator takes one format for both: plain floats where only one could be packed.</summary>
    private static (Initializer GateUp, Initializer Down) Alike(
        WeightFormat? format, (string Name, IReadOnlyList<StoredMatrix> Matrices) gateUp, (string Name, IReadOnlyList<StoredMatrix> Matrices) down)
    {
        Initializer first = WeightInitializers.Of(gateUp.Name, format, 1, gateUp.Matrices);
        Initializer second = WeightInitializers.Of(down.Name, format, 1, down.Matrices);
        return WeightInitializers.FormatName(first) == WeightInitializers.FormatName(second)
            ? (first, second)
            : (WeightInitializers.Of(gateUp.Name, WeightFormat.Float32, 1, gateUp.Matrices), WeightInitializers.Of(down.Name, WeightFormat.Float32, 1, down.Matrices));
    }

    private string[] Weights(Initializer initializer)
    {
        graph.Constant(initializer);
        return WeightInitializers.Inputs(initializer);
    }
}
