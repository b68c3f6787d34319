using Fathom.Inference.Safetensors;
using Fathom.OnnxExport.Checkpoints;

namespace Fathom.OnnxExport.Tests.Checkpoints;

public class TensorNamesTests
{
    [Theory]
    [InlineData("embed.weight", "model.embed_tokens.weight")]
    [InlineData("head.weight", "lm_head.weight")]
    [InlineData("hc_head_scale", "model.hc_head.hc_scale")]
    [InlineData("layers.12.attn_norm.weight", "model.layers.12.input_layernorm.weight")]
    [InlineData("layers.3.hc_ffn_scale", "model.layers.3.ffn_hc.scale")]
    [InlineData("layers.3.attn.attn_sink", "model.layers.3.self_attn.sinks")]
    [InlineData("layers.3.attn.wq_b.scale", "model.layers.3.self_attn.q_b_proj.weight_scale_inv")]
    [InlineData("layers.3.attn.compressor.ape", "model.layers.3.self_attn.compressor.position_bias")]
    [InlineData("layers.2.attn.indexer.compressor.wgate.weight", "model.layers.2.self_attn.compressor.indexer.gate_proj.weight")]
    [InlineData("layers.2.attn.indexer.weights_proj.weight", "model.layers.2.self_attn.compressor.indexer.scorer.weights_proj.weight")]
    [InlineData("layers.0.ffn.gate.tid2eid", "model.layers.0.mlp.gate.tid2eid")]
    [InlineData("layers.4.ffn.gate.bias", "model.layers.4.mlp.gate.e_score_correction_bias")]
    [InlineData("layers.4.ffn.experts.255.w3.scale", "model.layers.4.mlp.experts.255.up_proj.weight_scale_inv")]
    [InlineData("layers.4.ffn.shared_experts.w2.weight", "model.layers.4.mlp.shared_experts.down_proj.weight")]
    public void A_published_name_has_one_canonical_name_and_back(string published, string canonical)
    {
        Assert.Equal(canonical, TensorNames.Canonical(published));
        Assert.Equal(published, TensorNames.Published(canonical));
        Assert.Equal(canonical, TensorNames.Canonical(canonical));
    }

    [Theory]
    [InlineData("model.layers.4.mlp.experts.7.w1.weight", "model.layers.4.mlp.experts.7.gate_proj.weight")]
    [InlineData("model.layers.2.self_attn.compressor.indexer.weights_proj.weight", "model.layers.2.self_attn.compressor.indexer.scorer.weights_proj.weight")]
    [InlineData("model.layers.2.attn_hc.scale", "model.layers.2.attn_hc.scale")]
    [InlineData("vision.patch.weight", "vision.patch.weight")]
    public void Other_spellings_are_known_and_unknown_names_stay(string name, string canonical)
    {
        Assert.Equal(canonical, TensorNames.Canonical(name));
    }

    [Fact]
    public void Every_tensor_of_the_published_golden_survives_the_way_there_and_back()
    {
        using SafetensorsFolder folder = SafetensorsFolder.Open(Golden.Checkpoint("published"));

        Assert.All(folder.Tensors.Keys, name => Assert.Equal(name, TensorNames.Published(TensorNames.Canonical(name))));
    }
}
