namespace Fathom.Inference.Configuration;

/// <summary>The layer plan of a configuration, from whichever fields its dialect has.</summary>
internal static class LayerPlanParser
{
    private const string SparseType = "compressed_sparse_attention";
    private const string HeavyType = "heavily_compressed_attention";

    /// <summary>The ratio that the published dialect reserves for overlapped entries with an indexer.</summary>
    private const int SparseRatio = 4;

    public static IReadOnlyList<LayerPlan> Parse(ConfigurationFields fields)
    {
        int count = fields.Size("num_hidden_layers");
        (AttentionKind Kind, int Ratio)[] attention = Attention(fields, count);
        RoutingKind[] routing = Routing(fields, count);
        (RotaryTable main, RotaryTable compress) = RotaryTableParser.Parse(fields, attention.Any(layer => layer.Ratio > 0));
        return [.. Enumerable.Range(0, count).Select(l =>
            new LayerPlan(l, attention[l].Kind, attention[l].Ratio, routing[l], attention[l].Ratio > 0 ? compress : main))];
    }

    private static (AttentionKind Kind, int Ratio)[] Attention(ConfigurationFields fields, int count)
    {
        (AttentionKind, int)[]? ratios = fields.Has("compress_ratios") ? FromRatios(fields, count) : null;
        (AttentionKind, int)[]? types = fields.Has("layer_types") ? FromTypes(fields, count) : null;
        if (ratios is not null && types is not null && !ratios.SequenceEqual(types))
        {
            throw fields.Bad("layer_types", "contradicts 'compress_ratios'; keep the one that the weights were trained with");
        }

        return ratios ?? types ?? throw fields.Missing("compress_ratios");
    }

    // The list may be longer than the model: what follows the last layer belongs to the draft (mtp) layers.
    private static (AttentionKind, int)[] FromRatios(ConfigurationFields fields, int count)
    {
        int[] ratios = fields.Ints("compress_ratios");
        if (ratios.Length < count)
        {
            throw fields.Bad("compress_ratios", $"has {ratios.Length} entries for {count} layers");
        }

        return [.. ratios.Take(count).Select(ratio => ratio switch
        {
            0 => (AttentionKind.Window, 0),
            SparseRatio => (AttentionKind.CompressedSparse, SparseRatio),
            > 0 => (AttentionKind.HeavilyCompressed, ratio),
            _ => throw fields.Bad("compress_ratios", $"has the negative entry {ratio}"),
        })];
    }

    private static (AttentionKind, int)[] FromTypes(ConfigurationFields fields, int count)
    {
        string[] types = fields.Texts("layer_types");
        if (types.Length < count)
        {
            throw fields.Bad("layer_types", $"has {types.Length} entries for {count} layers");
        }

        return [.. types.Take(count).Select(type => type switch
        {
            "sliding_attention" => (AttentionKind.Window, 0),
            SparseType => (AttentionKind.CompressedSparse, fields.Object("compress_rates").Size(SparseType)),
            HeavyType => (AttentionKind.HeavilyCompressed, fields.Object("compress_rates").Size(HeavyType)),
            _ => throw fields.Bad("layer_types", $"has the unknown entry '{type}'"),
        })];
    }

    private static RoutingKind[] Routing(ConfigurationFields fields, int count)
    {
        RoutingKind[]? counted = fields.OptionalInt("num_hash_layers") is { } hashLayers
            ? [.. Enumerable.Range(0, count).Select(l => l < hashLayers ? RoutingKind.Hash : RoutingKind.Learned)]
            : null;
        RoutingKind[]? typed = fields.Has("mlp_layer_types") ? FromMlpTypes(fields, count) : null;
        if (counted is not null && typed is not null && !counted.SequenceEqual(typed))
        {
            throw fields.Bad("mlp_layer_types", "contradicts 'num_hash_layers'; keep the one that the weights were trained with");
        }

        return counted ?? typed ?? throw fields.Missing("num_hash_layers");
    }

    private static RoutingKind[] FromMlpTypes(ConfigurationFields fields, int count)
    {
        string[] types = fields.Texts("mlp_layer_types");
        if (types.Length < count)
        {
            throw fields.Bad("mlp_layer_types", $"has {types.Length} entries for {count} layers");
        }

        return [.. types.Take(count).Select(type => type switch
        {
            "hash_moe" => RoutingKind.Hash,
            "moe" => RoutingKind.Learned,
            _ => throw fields.Bad("mlp_layer_types", $"has the unknown entry '{type}'"),
        })];
    }
}
