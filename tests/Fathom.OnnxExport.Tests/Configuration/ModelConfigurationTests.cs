using System.Text.Json.Nodes;
using Fathom.Inference.Configuration;

namespace Fathom.OnnxExport.Tests.Configuration;

public class ModelConfigurationTests
{
    [Fact]
    public void Both_dialects_of_one_model_give_the_same_layers()
    {
        ModelConfiguration published = ModelConfiguration.Read(Golden.Checkpoint("published"));
        ModelConfiguration transformers = ModelConfiguration.Read(Golden.Checkpoint("float32"));

        Assert.Equal(published.Layers, transformers.Layers);
        Assert.Equal(published with { Layers = [], EndIds = [] }, transformers with { Layers = [], EndIds = [] });
        Assert.Equal(
            [
                (AttentionKind.Window, 0, RoutingKind.Hash), (AttentionKind.Window, 0, RoutingKind.Hash),
                (AttentionKind.CompressedSparse, 4, RoutingKind.Learned), (AttentionKind.HeavilyCompressed, 128, RoutingKind.Learned),
                (AttentionKind.CompressedSparse, 4, RoutingKind.Learned), (AttentionKind.HeavilyCompressed, 128, RoutingKind.Learned),
            ],
            published.Layers.Select(layer => (layer.Attention, layer.Ratio, layer.Routing)));
    }

    [Fact]
    public void Window_layers_rotate_by_the_main_base_and_compressed_layers_by_the_stretched_one()
    {
        ModelConfiguration configuration = ModelConfiguration.Read(Golden.Checkpoint("published"));

        Assert.Equal(new RotaryTable(16, 10000, null), configuration.Layers[1].Rotary);
        Assert.Equal(new RotaryTable(16, 160000, new YarnScaling(4, 128, 32, 1)), configuration.Layers[2].Rotary);
    }

    [Fact]
    public void Entries_for_draft_layers_are_left_out()
    {
        JsonObject config = Published();
        config["compress_ratios"]!.AsArray().Add(0);
        config["compress_ratios"]!.AsArray().Add(4);

        Assert.Equal(6, ModelConfiguration.Parse(config.ToJsonString()).Layers.Count);
    }

    [Fact]
    public void A_ratio_other_than_four_is_heavily_compressed()
    {
        JsonObject config = Published();
        config["compress_ratios"] = new JsonArray(8, 8, 4, 8, 4, 0);

        ModelConfiguration configuration = ModelConfiguration.Parse(config.ToJsonString());

        Assert.Equal([8, 8, 4, 8, 4, 0], configuration.Layers.Select(layer => layer.Ratio));
        Assert.Equal([1, 1, 2, 1, 2, 0], configuration.Layers.Select(layer => layer.CompressorGroups));
    }

    [Fact]
    public void Several_ending_tokens_are_kept()
    {
        JsonObject config = Published();
        config["eos_token_id"] = new JsonArray(1, 5);

        Assert.Equal([1, 5], ModelConfiguration.Parse(config.ToJsonString()).EndIds);
    }

    [Theory]
    [InlineData("hidden_size", "c.json has no 'hidden_size', which a DeepSeek-V4 model needs.")]
    [InlineData("compress_ratios", "c.json has no 'compress_ratios', which a DeepSeek-V4 model needs.")]
    [InlineData("num_hash_layers", "c.json has no 'num_hash_layers', which a DeepSeek-V4 model needs.")]
    [InlineData("qk_rope_head_dim", "c.json has no 'qk_rope_head_dim', which a DeepSeek-V4 model needs.")]
    [InlineData("compress_rope_theta", "c.json has no 'compress_rope_theta', which a DeepSeek-V4 model needs.")]
    [InlineData("index_topk", "c.json has no 'index_topk', which a DeepSeek-V4 model needs.")]
    public void A_missing_field_is_named(string field, string message)
    {
        JsonObject config = Published();
        config.Remove(field);

        Assert.Equal(message, MessageFor(config));
    }

    [Theory]
    [InlineData("model_type", "\"deepseek_v41\"", "c.json: 'model_type' is 'deepseek_v41'; only 'deepseek_v4' can be run.")]
    [InlineData("hidden_size", "0", "c.json: 'hidden_size' is 0 and must be at least 1.")]
    [InlineData("hidden_size", "\"64\"", "c.json: 'hidden_size' must be a whole number.")]
    [InlineData("o_groups", "3", "c.json: 'o_groups' is 3, which does not divide the 4 attention heads.")]
    [InlineData("qk_rope_head_dim", "15", "c.json: 'qk_rope_head_dim' is 15 and must be even and above 0.")]
    [InlineData("partial_rotary_factor", "0.25", "c.json: 'partial_rotary_factor' makes 8 rotated dimensions, but 'qk_rope_head_dim' is 16.")]
    [InlineData("num_experts_per_tok", "9", "c.json: 'num_experts_per_tok' is 9, more than the 8 experts.")]
    [InlineData("compress_ratios", "[0,0,4]", "c.json: 'compress_ratios' has 3 entries for 6 layers.")]
    [InlineData("compress_ratios", "[0,0,4,-1,4,128]", "c.json: 'compress_ratios' has the negative entry -1.")]
    [InlineData("mlp_layer_types", "[\"moe\",\"moe\",\"moe\",\"moe\",\"moe\",\"moe\"]", "c.json: 'mlp_layer_types' contradicts 'num_hash_layers'; keep the one that the weights were trained with.")]
    [InlineData("norm_topk_prob", "false", "c.json: 'norm_topk_prob' is false; DeepSeek-V4 has it true.")]
    [InlineData("eos_token_id", "512", "c.json: 'vocab_size' is 512, which leaves no room for the special token id 512.")]
    public void A_contradictory_field_is_named(string field, string json, string message)
    {
        JsonObject config = Published();
        config[field] = JsonNode.Parse(json);

        Assert.Equal(message, MessageFor(config));
    }

    [Theory]
    [InlineData("n_shared_experts", "1000000000", "c.json: 'n_shared_experts' must be from 0 to 1024.")]
    [InlineData("moe_intermediate_size", "2147483647", "c.json: 'moe_intermediate_size' is 2147483647 and must be at most 1048576.")]
    [InlineData("n_routed_experts", "2147483647", "c.json: 'n_routed_experts' is 2147483647 and must be at most 65536.")]
    [InlineData("hc_sinkhorn_iters", "2147483647", "c.json: 'hc_sinkhorn_iters' is 2147483647 and must be at most 1000.")]
    [InlineData("hc_mult", "65", "c.json: 'hc_mult' is 65 and must be at most 64.")]
    [InlineData("vocab_size", "16777217", "c.json: 'vocab_size' is 16777217 and must be at most 16777216.")]
    public void A_size_that_no_model_has_is_refused(string field, string json, string message)
    {
        JsonObject config = Published();
        config[field] = JsonNode.Parse(json);

        Assert.Equal(message, MessageFor(config));
    }

    [Theory]
    [InlineData("num_attention_heads", "head_dim")]
    [InlineData("index_n_heads", "index_head_dim")]
    public void Heads_and_a_width_that_no_model_has_together_are_refused(string heads, string width)
    {
        JsonObject config = Published();
        config[heads] = 65536;
        config[width] = 65536;

        Assert.Equal($"c.json: '{width}' is 65536, which times the 65536 of '{heads}' is more than 67108864.", MessageFor(config));
    }

    [Theory]
    [InlineData("\"hidden_act\":\"\\ud800\"")]
    [InlineData("\"layer_types\":[\"\\udc00\"]")]
    public void Half_a_surrogate_pair_is_refused(string member)
    {
        string json = $"{{{member},{Published().ToJsonString()[1..]}";

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ModelConfiguration.Parse(json, "c.json"));

        Assert.Equal("c.json holds an escape that is no character, half a surrogate pair; write the character in full.", error.Message);
    }

    [Fact]
    public void Text_that_is_no_json_is_refused_by_line()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ModelConfiguration.Parse("{\n\"a\": ]", "c.json"));

        Assert.Equal("c.json is not JSON (line 2).", error.Message);
    }

    private static JsonObject Published() => JsonNode.Parse(Golden.ConfigurationText("published"))!.AsObject();

    private static string MessageFor(JsonObject config) =>
        Assert.Throws<InvalidDataException>(() => ModelConfiguration.Parse(config.ToJsonString(), "c.json")).Message;
}
