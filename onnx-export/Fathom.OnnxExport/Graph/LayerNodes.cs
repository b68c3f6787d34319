using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Graph;

/// <summary>The nodes of a layer: attention and expert mixture, each between a collapse and an expansion of the residual streams.</summary>
internal sealed class LayerNodes(GraphBuilder graph, ModuleNodes modules, Checkpoint checkpoint, WeightOption weights)
{
    private readonly ModelConfiguration configuration = checkpoint.Configuration;
    private readonly AttentionNodes attention = new(graph, modules, checkpoint, weights);
    private readonly ExpertNodes experts = new(graph, modules, checkpoint, weights);

    /// <summary>Adds a layer.</summary>
    /// <param name="layer">Its plan.</param>
    /// <param name="streams">The residual streams, [T, n, d].</param>
    /// <returns>The residual streams after the layer.</returns>
    public string Add(LayerPlan layer, string streams)
    {
        string prefix = $"model.layers.{layer.Index}";
        streams = Sublayer($"{prefix}.attn_hc", $"{prefix}.input_layernorm", streams, input => attention.Add(layer, input));
        return Sublayer($"{prefix}.ffn_hc", $"{prefix}.post_attention_layernorm", streams, input => experts.Add(layer, input));
    }

    /// <summary>Adds the collapse before the head: [R, n, d] to [R, d].</summary>
    public string CollapseHead(string streams) =>
        graph.Node("model.hc_head", "fathom", "HyperConnectionCollapse", [streams, .. Parameters("model.hc_head.hc_")], ["model.hc_head"], CollapseAttributes());

    private string Sublayer(string connection, string norm, string streams, Func<string, string> function)
    {
        string collapsed = graph.Node(
            connection,
            "fathom",
            "HyperConnectionCollapse",
            [streams, .. Parameters($"{connection}.")],
            [connection, $"{connection}.post", $"{connection}.combination"],
            CollapseAttributes());
        string output = function(modules.Norm(norm, collapsed));
        return graph.Fathom($"{connection}.streams", "HyperConnectionExpand", [output, streams, $"{connection}.post", $"{connection}.combination"]);
    }

    private string[] Parameters(string prefix) => [.. ((string[])["fn", "base", "scale"]).Select(part => modules.Parameter($"{prefix}{part}"))];

    private OnnxAttribute[] CollapseAttributes() =>
    [
        ("norm_epsilon", configuration.NormEpsilon),
        ("epsilon", configuration.HyperConnectionEpsilon),
        ("sinkhorn_iterations", configuration.SinkhornIterations),
    ];
}
