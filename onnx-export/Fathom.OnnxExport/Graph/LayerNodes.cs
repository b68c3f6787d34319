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
    /// <param name="streams">The residual streams before the layer.</param>
    /// <returns>The residual streams after the layer.</returns>
    public ResidualStreams Add(LayerPlan layer, ResidualStreams streams)
    {
        string prefix = $"model.layers.{layer.Index}";
        streams = Sublayer($"{prefix}.attn_hc", $"{prefix}.input_layernorm", streams, input => attention.Add(layer, input));
        return Sublayer($"{prefix}.ffn_hc", $"{prefix}.post_attention_layernorm", streams, input => experts.Add(layer, input));
    }

    /// <summary>Adds the node that writes the last sublayer's output back, where that is not done yet.</summary>
    /// <returns>The streams, [T, n, d].</returns>
    public string Settled(ResidualStreams streams) => streams.Output is null
        ? streams.Streams
        : graph.Fathom(
            $"{streams.Connection}.streams",
            "HyperConnectionExpand",
            [streams.Output, streams.Streams, $"{streams.Connection}.post", $"{streams.Connection}.combination"]);

    /// <summary>Adds the collapse before the head, with the final norm: [R, n, d] to [R, d].</summary>
    public string CollapseHead(string streams) => graph.Node(
        "model.hc_head",
        "fathom",
        "HyperConnectionCollapse",
        [streams, .. Parameters("model.hc_head.hc_"), modules.Parameter("model.norm.weight")],
        ["model.norm"],
        CollapseAttributes());

    private ResidualStreams Sublayer(string connection, string norm, ResidualStreams streams, Func<string, string> function)
    {
        string[] inputs = [streams.Streams, .. Parameters($"{connection}."), modules.Parameter($"{norm}.weight")];
        string[] outputs = [norm, $"{connection}.post", $"{connection}.combination"];
        if (streams.Output is not null)
        {
            inputs = [.. inputs, streams.Output, $"{streams.Connection}.post", $"{streams.Connection}.combination"];
            outputs = [.. outputs, $"{streams.Connection}.streams"];
        }

        graph.Node(connection, "fathom", "HyperConnectionCollapse", inputs, outputs, CollapseAttributes());
        string current = streams.Output is null ? streams.Streams : $"{streams.Connection}.streams";
        return new ResidualStreams(current, connection, function(norm));
    }

    private string[] Parameters(string prefix) => [.. ((string[])["fn", "base", "scale"]).Select(part => modules.Parameter($"{prefix}{part}"))];

    private OnnxAttribute[] CollapseAttributes() =>
    [
        ("norm_epsilon", configuration.NormEpsilon),
        ("epsilon", configuration.HyperConnectionEpsilon),
        ("sinkhorn_iterations", configuration.SinkhornIterations),
    ];
}
