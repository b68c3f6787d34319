using Fathom.Inference.Configuration;
using static Fathom.OnnxExport.Checkpoints.ExpectedTensorKind;

namespace Fathom.OnnxExport.Checkpoints;

/// <summary>The tensors that a configuration asks for.</summary>
internal static class ExpectedTensors
{
    /// <summary>All tensors, in the order of the model.</summary>
    /// <param name="configuration">The model.</param>
    /// <param name="hasStackedExperts">Whether the routed experts of a layer lie in two stacked tensors rather than in three tensors per expert.</param>
    public static IEnumerable<ExpectedTensor> Of(ModelConfiguration configuration, Func<int, bool> hasStackedExperts)
    {
        int hidden = configuration.HiddenSize;
        yield return new ExpectedTensor("model.embed_tokens.weight", Float, configuration.VocabularySize, hidden);
        foreach (LayerPlan layer in configuration.Layers)
        {
            string prefix = $"model.layers.{layer.Index}.";
            foreach (ExpectedTensor tensor in (ExpectedTensor[])
                [
                    .. HyperConnection(configuration, $"{prefix}attn_hc."),
                    new($"{prefix}input_layernorm.weight", Float, hidden),
                    .. Attention(configuration, layer, $"{prefix}self_attn."),
                    .. HyperConnection(configuration, $"{prefix}ffn_hc."),
                    new($"{prefix}post_attention_layernorm.weight", Float, hidden),
                    .. Routing(configuration, layer, $"{prefix}mlp.gate."),
                    .. Experts(configuration, layer.Index, hasStackedExperts(layer.Index)),
                    .. SharedExpert(configuration, $"{prefix}mlp.shared_experts."),
                ])
            {
                yield return tensor;
            }
        }

        yield return new ExpectedTensor("model.hc_head.hc_fn", Float, configuration.Streams, configuration.Streams * hidden);
        yield return new ExpectedTensor("model.hc_head.hc_base", Float, configuration.Streams);
        yield return new ExpectedTensor("model.hc_head.hc_scale", Float, 1);
        yield return new ExpectedTensor("model.norm.weight", Float, hidden);
        if (!configuration.TiedEmbedding)
        {
            yield return new ExpectedTensor("lm_head.weight", Float, configuration.VocabularySize, hidden);
        }
    }

    private static ExpectedTensor[] HyperConnection(ModelConfiguration configuration, string prefix)
    {
        int rows = (2 + configuration.Streams) * configuration.Streams;
        return
        [
            new($"{prefix}fn", Float, rows, configuration.Streams * configuration.HiddenSize),
            new($"{prefix}base", Float, rows),
            new($"{prefix}scale", Float, 3),
        ];
    }

    private static ExpectedTensor[] Attention(ModelConfiguration configuration, LayerPlan layer, string prefix)
    {
        int hidden = configuration.HiddenSize;
        int queries = configuration.Heads * configuration.HeadWidth;
        int groups = configuration.OutputGroups * configuration.OutputRank;
        return
        [
            new($"{prefix}q_a_proj.weight", Matrix, configuration.QueryRank, hidden),
            new($"{prefix}q_a_norm.weight", Float, configuration.QueryRank),
            new($"{prefix}q_b_proj.weight", Matrix, queries, configuration.QueryRank),
            new($"{prefix}kv_proj.weight", Matrix, configuration.HeadWidth, hidden),
            new($"{prefix}kv_norm.weight", Float, configuration.HeadWidth),
            new($"{prefix}sinks", Float, configuration.Heads),
            .. layer.HasCompressor ? Compressor(layer, hidden, configuration.HeadWidth, $"{prefix}compressor.") : [],
            .. layer.HasIndexer ? Indexer(configuration, layer, $"{prefix}compressor.indexer.") : [],
            new($"{prefix}o_a_proj.weight", Matrix, groups, configuration.OutputGroupWidth),
            new($"{prefix}o_b_proj.weight", Matrix, hidden, groups),
        ];
    }

    private static ExpectedTensor[] Compressor(LayerPlan layer, int hidden, int width, string prefix) =>
    [
        new($"{prefix}kv_proj.weight", Matrix, layer.CompressorGroups * width, hidden),
        new($"{prefix}gate_proj.weight", Matrix, layer.CompressorGroups * width, hidden),
        new($"{prefix}position_bias", Float, layer.Ratio, layer.CompressorGroups * width),
        new($"{prefix}kv_norm.weight", Float, width),
    ];

    private static ExpectedTensor[] Indexer(ModelConfiguration configuration, LayerPlan layer, string prefix) =>
    [
        new($"{prefix}q_b_proj.weight", Matrix, configuration.IndexHeads * configuration.IndexWidth, configuration.QueryRank),
        new($"{prefix}scorer.weights_proj.weight", Matrix, configuration.IndexHeads, configuration.HiddenSize),
        .. Compressor(layer, configuration.HiddenSize, configuration.IndexWidth, prefix),
    ];

    private static ExpectedTensor[] Routing(ModelConfiguration configuration, LayerPlan layer, string prefix) =>
    [
        new($"{prefix}weight", Matrix, configuration.Experts, configuration.HiddenSize),
        layer.Routing == RoutingKind.Hash
            ? new($"{prefix}tid2eid", Ids, configuration.VocabularySize, configuration.ExpertsPerToken)
            : new($"{prefix}e_score_correction_bias", Float, configuration.Experts),
    ];

    private static IEnumerable<ExpectedTensor> Experts(ModelConfiguration configuration, int layer, bool stacked)
    {
        (int hidden, int width, int experts) = (configuration.HiddenSize, configuration.ExpertWidth, configuration.Experts);
        return stacked
            ?
            [
                new ExpectedTensor($"model.layers.{layer}.mlp.experts.gate_up_proj", Float, experts, 2 * width, hidden),
                new ExpectedTensor($"model.layers.{layer}.mlp.experts.down_proj", Float, experts, hidden, width),
            ]
            : Enumerable.Range(0, experts).SelectMany(expert => (ExpectedTensor[])
            [
                new(TensorNames.Expert(layer, expert, "gate_proj"), Matrix, width, hidden),
                new(TensorNames.Expert(layer, expert, "up_proj"), Matrix, width, hidden),
                new(TensorNames.Expert(layer, expert, "down_proj"), Matrix, hidden, width),
            ]);
    }

    private static ExpectedTensor[] SharedExpert(ModelConfiguration configuration, string prefix) => configuration.SharedWidth == 0 ? [] :
    [
        new($"{prefix}gate_proj.weight", Matrix, configuration.SharedWidth, configuration.HiddenSize),
        new($"{prefix}up_proj.weight", Matrix, configuration.SharedWidth, configuration.HiddenSize),
        new($"{prefix}down_proj.weight", Matrix, configuration.HiddenSize, configuration.SharedWidth),
    ];
}
