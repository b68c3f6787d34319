using System.Globalization;

namespace Fathom.OnnxExport.Checkpoints;

/// <summary>
/// The names of tensors: every spelling that checkpoints use to the one that transformers' model has, and back to the published spelling.
/// </summary>
internal static class TensorNames
{
    private const string ScaleSuffix = ".weight_scale_inv";

    // Published name, transformers' name; whole model.
    private static readonly (string Published, string Canonical)[] Top =
    [
        ("embed.weight", "model.embed_tokens.weight"),
        ("head.weight", "lm_head.weight"),
        ("norm.weight", "model.norm.weight"),
        ("hc_head_fn", "model.hc_head.hc_fn"),
        ("hc_head_base", "model.hc_head.hc_base"),
        ("hc_head_scale", "model.hc_head.hc_scale"),
    ];

    // The same inside a layer. A name without suffix stands for its weight and its scale.
    private static readonly (string Published, string Canonical)[] Layer =
    [
        ("attn_norm", "input_layernorm"),
        ("ffn_norm", "post_attention_layernorm"),
        ("hc_attn_fn", "attn_hc.fn"),
        ("hc_attn_base", "attn_hc.base"),
        ("hc_attn_scale", "attn_hc.scale"),
        ("hc_ffn_fn", "ffn_hc.fn"),
        ("hc_ffn_base", "ffn_hc.base"),
        ("hc_ffn_scale", "ffn_hc.scale"),
        ("attn.attn_sink", "self_attn.sinks"),
        ("attn.wq_a", "self_attn.q_a_proj"),
        ("attn.q_norm", "self_attn.q_a_norm"),
        ("attn.wq_b", "self_attn.q_b_proj"),
        ("attn.wkv", "self_attn.kv_proj"),
        ("attn.kv_norm", "self_attn.kv_norm"),
        ("attn.wo_a", "self_attn.o_a_proj"),
        ("attn.wo_b", "self_attn.o_b_proj"),
        ("attn.compressor.wkv", "self_attn.compressor.kv_proj"),
        ("attn.compressor.wgate", "self_attn.compressor.gate_proj"),
        ("attn.compressor.ape", "self_attn.compressor.position_bias"),
        ("attn.compressor.norm", "self_attn.compressor.kv_norm"),
        ("attn.indexer.wq_b", "self_attn.compressor.indexer.q_b_proj"),
        ("attn.indexer.weights_proj", "self_attn.compressor.indexer.scorer.weights_proj"),
        ("attn.indexer.compressor.wkv", "self_attn.compressor.indexer.kv_proj"),
        ("attn.indexer.compressor.wgate", "self_attn.compressor.indexer.gate_proj"),
        ("attn.indexer.compressor.ape", "self_attn.compressor.indexer.position_bias"),
        ("attn.indexer.compressor.norm", "self_attn.compressor.indexer.kv_norm"),
        ("ffn.gate", "mlp.gate"),
        ("ffn.gate.bias", "mlp.gate.e_score_correction_bias"),
        ("ffn.gate.tid2eid", "mlp.gate.tid2eid"),
        ("ffn.shared_experts.w1", "mlp.shared_experts.gate_proj"),
        ("ffn.shared_experts.w3", "mlp.shared_experts.up_proj"),
        ("ffn.shared_experts.w2", "mlp.shared_experts.down_proj"),
    ];

    private static readonly Dictionary<string, string> ExpertParts = new()
    {
        ["w1"] = "gate_proj",
        ["w3"] = "up_proj",
        ["w2"] = "down_proj",
    };

    private static readonly Dictionary<string, string> CanonicalTop = Top.ToDictionary(pair => pair.Published, pair => pair.Canonical);

    private static readonly Dictionary<string, string> CanonicalLayer = Layer
        .Append((Published: "self_attn.compressor.indexer.weights_proj", Canonical: "self_attn.compressor.indexer.scorer.weights_proj"))
        .ToDictionary(pair => pair.Published, pair => pair.Canonical);

    private static readonly Dictionary<string, string> PublishedTop = Top.ToDictionary(pair => pair.Canonical, pair => pair.Published);

    private static readonly Dictionary<string, string> PublishedLayer = Layer.ToDictionary(pair => pair.Canonical, pair => pair.Published);

    /// <summary>Transformers' name of the scale that belongs to a weight.</summary>
    public static string Scale(string weight) => $"{weight[..^".weight".Length]}{ScaleSuffix}";

    /// <summary>Transformers' name of one projection of one routed expert.</summary>
    /// <param name="layer">Layer from 0.</param>
    /// <param name="expert">Expert from 0.</param>
    /// <param name="part">gate_proj, up_proj or down_proj.</param>
    public static string Expert(int layer, int expert, string part) =>
        string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.mlp.experts.{expert}.{part}.weight");

    /// <summary>Whether a model that generates text leaves the tensor aside: the draft layers of the published checkpoints.</summary>
    public static bool IsIgnored(string name) => name.StartsWith("mtp.", StringComparison.Ordinal);

    /// <summary>Transformers' name of a tensor, whichever spelling a checkpoint has; an unknown name stays as it is.</summary>
    public static string Canonical(string name)
    {
        if (CanonicalTop.TryGetValue(name, out string? top))
        {
            return top;
        }

        string rest = name.StartsWith("model.", StringComparison.Ordinal) ? name["model.".Length..] : name;
        if (!TrySplitLayer(rest, out string layer, out string inner))
        {
            return name;
        }

        (string stem, string suffix) = SplitSuffix(inner);
        return $"model.layers.{layer}.{CanonicalStem(stem)}{suffix}";
    }

    /// <summary>The published name of a tensor that has transformers' name.</summary>
    public static string Published(string canonical)
    {
        if (PublishedTop.TryGetValue(canonical, out string? top))
        {
            return top;
        }

        if (!TrySplitLayer(canonical["model.".Length..], out string layer, out string inner))
        {
            return canonical;
        }

        (string stem, string suffix) = SplitSuffix(inner);
        string published = PublishedLayer.TryGetValue(stem, out string? known) ? known : PublishedExpert(stem);
        return $"layers.{layer}.{published}{(suffix == ScaleSuffix ? ".scale" : suffix)}";
    }

    private static bool TrySplitLayer(string name, out string layer, out string inner)
    {
        string[] parts = name.Split('.', 3);
        (layer, inner) = parts.Length == 3 ? (parts[1], parts[2]) : ("", "");
        return parts.Length == 3 && parts[0] == "layers" && layer.All(char.IsAsciiDigit);
    }

    private static (string Stem, string Suffix) SplitSuffix(string name)
    {
        foreach (string suffix in (string[])[".weight", ScaleSuffix])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return (name[..^suffix.Length], suffix);
            }
        }

        // "attn_hc.scale" is a tensor of its own; any other ".scale" belongs to a weight.
        return name.EndsWith(".scale", StringComparison.Ordinal) && !name.EndsWith("_hc.scale", StringComparison.Ordinal)
            ? (name[..^".scale".Length], ScaleSuffix)
            : (name, "");
    }

    private static string CanonicalStem(string stem)
    {
        if (CanonicalLayer.TryGetValue(stem, out string? known))
        {
            return known;
        }

        string[] parts = stem.Split('.');
        return parts is ["ffn" or "mlp", "experts", _, _]
            ? $"mlp.experts.{parts[2]}.{ExpertParts.GetValueOrDefault(parts[3], parts[3])}"
            : stem;
    }

    private static string PublishedExpert(string stem)
    {
        string[] parts = stem.Split('.');
        return parts is ["mlp", "experts", _, _] && ExpertParts.FirstOrDefault(pair => pair.Value == parts[3]).Key is { } part
            ? $"ffn.experts.{parts[2]}.{part}"
            : stem;
    }
}
