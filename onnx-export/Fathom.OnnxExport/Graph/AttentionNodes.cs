using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;

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
        string latent = modules.Norm($"{module}.q_a_norm", Projection($"{module}.q_a_proj", input));
        List<string> inputs =
        [
            Projection($"{module}.q_b_proj", latent),
            Projection($"{module}.kv_proj", input),
            modules.Parameter($"{module}.kv_norm.weight"),
            modules.Parameter($"{module}.sinks"),
            graph.Constant(ConstantInitializer.Of($"{module}.inverse_frequencies", layer.Rotary.InverseFrequencies())),
            "sequences",
            "positions",
        ];
        if (layer.HasCompressor)
        {
            inputs.AddRange(Compressor($"{module}.compressor", input));
        }

        if (layer.HasIndexer)
        {
            string indexer = $"{module}.compressor.indexer";
            inputs.Add(Projection($"{indexer}.q_b_proj", latent));
            inputs.Add(modules.Dense($"{indexer}.scorer.weights_proj", input, WeightPlan.Selection(weights)));
            inputs.AddRange(Compressor(indexer, input));
        }

        string attended = graph.Fathom(module, "HybridAttention", inputs, Attributes(layer));
        string grouped = modules.Grouped($"{module}.o_a_proj", attended, configuration.OutputGroups, WeightPlan.Main(weights));
        return Projection($"{module}.o_b_proj", grouped);
    }

    private string Projection(string module, string input) => modules.Dense(module, input, WeightPlan.Main(weights));

    private string[] Compressor(string module, string input)
    {
        return [Part("kv_proj"), Part("gate_proj"), modules.Parameter($"{module}.position_bias"), modules.Parameter($"{module}.kv_norm.weight")];

        string Part(string name) => modules.Dense(
            $"{module}.{name}", input, WeightPlan.Compressor(weights, checkpoint.Tensor($"{module}.{name}.weight").ElementCount));
    }

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
