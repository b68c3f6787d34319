using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Graph;

/// <summary>The nodes of a layer's attention: the projections, the HybridAttention operator and the grouped output projection.</summary>
internal sealed class AttentionNodes(GraphBuilder graph, ModuleNodes modules, Checkpoint checkpoint, WeightOption weights)
{
    private readonly ModelConfiguration configuration = checkpoint.Configuration;

    /// <summary>Adds the attention of a layer.</summary>
    /// <param name="layer">Its plan.</param>
    /// <param name="input">The normed input, [T, d].</param>
    /// <returns>The output, [T, d].</returns>
    public string Add(LayerPlan layer, string input)
    {
        string module = $"model.layers.{layer.Index}.self_attn";
        string compressor = $"{module}.compressor";
        string indexer = $"{compressor}.indexer";
        WeightFormat? main = WeightPlan.Main(weights);
        List<(string Module, WeightFormat? Format)> projected = [($"{module}.q_a_proj", main), ($"{module}.kv_proj", main)];
        List<(string Module, WeightFormat? Format)> queries = [($"{module}.q_b_proj", main)];
        if (layer.HasCompressor)
        {
            projected.AddRange(CompressorParts(compressor));
        }

        if (layer.HasIndexer)
        {
            projected.Add(($"{indexer}.scorer.weights_proj", WeightPlan.Selection(weights)));
            projected.AddRange(CompressorParts(indexer));
            queries.Add(($"{indexer}.q_b_proj", main));
        }

        string[] outputs = modules.Dense($"{module}.input_projections", input, null, projected);
        string[] query = modules.Dense($"{module}.query_projections", outputs[0], $"{module}.q_a_norm", queries);
        List<string> inputs =
        [
            query[0],
            outputs[1],
            modules.Parameter($"{module}.kv_norm.weight"),
            modules.Parameter($"{module}.sinks"),
            graph.Constant(ConstantInitializer.Of($"{module}.inverse_frequencies", layer.Rotary.InverseFrequencies())),
            "sequences",
            "positions",
        ];
        if (layer.HasCompressor)
        {
            inputs.AddRange([outputs[2], outputs[3], .. CompressorParameters(compressor)]);
        }

        if (layer.HasIndexer)
        {
            inputs.AddRange([query[1], outputs[4], outputs[5], outputs[6], .. CompressorParameters(indexer)]);
        }

        string attended = graph.Fathom(module, "HybridAttention", inputs, Attributes(layer));
        string grouped = modules.Grouped($"{module}.o_a_proj", attended, configuration.OutputGroups, main);
        return modules.Dense($"{module}.o_b_proj", grouped, main);
    }

    private IEnumerable<(string Module, WeightFormat? Format)> CompressorParts(string module) => ((string[])[$"{module}.kv_proj", $"{module}.gate_proj"])
        .Select(part => (part, WeightPlan.Compressor(weights, checkpoint.Tensor($"{part}.weight").ElementCount)));

    private string[] CompressorParameters(string module) => [modules.Parameter($"{module}.position_bias"), modules.Parameter($"{module}.kv_norm.weight")];

    private OnnxAttribute[] Attributes(LayerPlan layer) =>
    [
        ("layer", layer.Index),
        ("heads", configuration.Heads),
        ("head_width", configuration.HeadWidth),
        ("rotary_width", configuration.RotaryWidth),
        ("window", configuration.Window),
        ("ratio", layer.Ratio),
        ("overlapped", layer.CompressorGroups == 2 ? 1 : 0),
        ("index_heads", layer.HasIndexer ? configuration.IndexHeads : 0),
        ("index_width", layer.HasIndexer ? configuration.IndexWidth : 0),
        ("index_topk", layer.HasIndexer ? configuration.IndexTopK : 0),
        ("norm_epsilon", configuration.NormEpsilon),
    ];
}
