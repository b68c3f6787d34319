using System.Text.Json.Nodes;
using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;

namespace Fathom.OnnxExport.Tests.Checkpoints;

/// <summary>Counts the tensors and weights of the published models, whose sums are known.</summary>
public class ExpectedTensorsTests
{
    private const int DraftTensorsBesidesExperts = 29 + 10;

    [Fact]
    public void The_small_model_has_its_published_number_of_weights_and_tensors()
    {
        ExpectedTensor[] tensors = Expected(Published(
            layers: 43, hidden: 4096, heads: 64, queryRank: 1024, groups: 8, width: 2048, experts: 256, topK: 512, ratios: [0, 0, .. Pairs(4, 128, 20), 4, 0]));

        Assert.Equal(284_332_240_471, Weights(tensors));
        Assert.Equal(69_187 - DraftTensorsBesidesExperts - (6 * 256), OnDisk(tensors));
    }

    [Fact]
    public void The_large_model_has_its_published_number_of_weights_and_tensors()
    {
        ExpectedTensor[] tensors = Expected(Published(
            layers: 61, hidden: 7168, heads: 128, queryRank: 1536, groups: 16, width: 3072, experts: 384, topK: 1024, ratios: [128, 128, .. Pairs(4, 128, 29), 4, 0]));

        Assert.Equal(1_572_997_201_763, Weights(tensors));
        Assert.Equal(145_116 - DraftTensorsBesidesExperts - (6 * 384), OnDisk(tensors));
    }

    private static ExpectedTensor[] Expected(ModelConfiguration configuration) => [.. ExpectedTensors.Of(configuration, _ => false)];

    private static long Weights(IEnumerable<ExpectedTensor> tensors) =>
        tensors.Where(tensor => tensor.Kind != ExpectedTensorKind.Ids).Sum(tensor => tensor.ElementCount);

    /// <summary>Published matrices have a scale each, but for the compressors', the indexer's head weights and the router.</summary>
    private static int OnDisk(IEnumerable<ExpectedTensor> tensors) => tensors.Sum(tensor =>
        tensor.Kind == ExpectedTensorKind.Matrix && !tensor.Name.Contains("mlp.gate.", StringComparison.Ordinal)
            && (!tensor.Name.Contains(".compressor.", StringComparison.Ordinal) || tensor.Name.Contains("q_b_proj", StringComparison.Ordinal)) ? 2 : 1);

    private static IEnumerable<int> Pairs(int first, int second, int count) => Enumerable.Repeat<int[]>([first, second], count).SelectMany(pair => pair);

    private static ModelConfiguration Published(
        int layers, int hidden, int heads, int queryRank, int groups, int width, int experts, int topK, IEnumerable<int> ratios)
    {
        JsonObject config = JsonNode.Parse(Golden.ConfigurationText("published"))!.AsObject();
        foreach ((string name, int value) in new Dictionary<string, int>
        {
            ["vocab_size"] = 129280,
            ["hidden_size"] = hidden,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = heads,
            ["head_dim"] = 512,
            ["qk_rope_head_dim"] = 64,
            ["q_lora_rank"] = queryRank,
            ["o_lora_rank"] = 1024,
            ["o_groups"] = groups,
            ["moe_intermediate_size"] = width,
            ["n_routed_experts"] = experts,
            ["num_experts_per_tok"] = 6,
            ["num_hash_layers"] = 3,
            ["index_n_heads"] = 64,
            ["index_head_dim"] = 128,
            ["index_topk"] = topK,
            ["sliding_window"] = 128,
        })
        {
            config[name] = value;
        }

        config["compress_ratios"] = new JsonArray([.. ratios.Select(ratio => JsonValue.Create(ratio))]);
        return ModelConfiguration.Parse(config.ToJsonString());
    }
}
