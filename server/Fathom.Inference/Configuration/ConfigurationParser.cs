using System.Text.Json;

namespace Fathom.Inference.Configuration;

/// <summary>From the text of a config.json to a validated configuration.</summary>
internal static class ConfigurationParser
{
    private const string ModelType = "deepseek_v4";

    // Many times what models have, and so small that what is made of them neither overflows nor goes on for ever.
    private const int MostTokens = 1 << 24;
    private const int MostWidth = 1 << 20;
    private const int MostParts = 1 << 16;
    private const int MostProduct = 1 << 26;
    private const int MostStreams = 64;
    private const int MostIterations = 1000;
    private const int MostSharedExperts = 1024;

    public static ModelConfiguration Parse(string json, string source)
    {
        using JsonDocument document = ParseDocument(json, source);
        try
        {
            return Read(new ConfigurationFields(document.RootElement, source));
        }
        catch (InvalidOperationException error)
        {
            // JSON's grammar lets half a surrogate pair pass; only the reading of the text notices it.
            throw new InvalidDataException($"{source} holds an escape that is no character, half a surrogate pair; write the character in full.", error);
        }
    }

    private static ModelConfiguration Read(ConfigurationFields fields)
    {
        RefuseOtherArchitectures(fields);

        IReadOnlyList<LayerPlan> layers = LayerPlanParser.Parse(fields);
        bool indexed = layers.Any(layer => layer.HasIndexer);
        int expertWidth = fields.Size("moe_intermediate_size", MostWidth);
        ModelConfiguration configuration = new()
        {
            VocabularySize = fields.Size("vocab_size", MostTokens),
            HiddenSize = fields.Size("hidden_size", MostWidth),
            Streams = fields.Size("hc_mult", MostStreams),
            SinkhornIterations = fields.Size("hc_sinkhorn_iters", MostIterations),
            HyperConnectionEpsilon = (float)fields.Number("hc_eps", 1e-6),
            NormEpsilon = (float)fields.Number("rms_norm_eps", 1e-6),
            Heads = fields.Size("num_attention_heads", MostParts),
            HeadWidth = fields.Size("head_dim", MostParts),
            RotaryWidth = layers[0].Rotary.Width,
            QueryRank = fields.Size("q_lora_rank", MostWidth),
            OutputGroups = fields.Size("o_groups"),
            OutputRank = fields.Size("o_lora_rank", MostWidth),
            Window = fields.Size("sliding_window", MostTokens),
            IndexHeads = indexed ? fields.Size("index_n_heads", MostParts) : 0,
            IndexWidth = indexed ? fields.Size("index_head_dim", MostParts) : 0,
            IndexTopK = indexed ? fields.Size("index_topk") : 0,
            Experts = fields.Size("n_routed_experts", MostParts),
            ExpertsPerToken = fields.Size("num_experts_per_tok"),
            ExpertWidth = expertWidth,
            SharedWidth = expertWidth * SharedExperts(fields),
            RoutedScalingFactor = (float)fields.Positive("routed_scaling_factor"),
            SwigluLimit = (float)fields.Positive("swiglu_limit"),
            MaxPositions = fields.Size("max_position_embeddings"),
            TiedEmbedding = fields.Flag("tie_word_embeddings", absent: false),
            BeginId = fields.OptionalInt("bos_token_id"),
            EndIds = fields.IntOrInts("eos_token_id"),
            PadId = fields.OptionalInt("pad_token_id"),
            Layers = layers,
        };
        CheckSizes(configuration, fields);
        return configuration;
    }

    private static JsonDocument ParseDocument(string json, string source)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new InvalidDataException($"{source} must hold a JSON object.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{source} is not JSON (line {error.LineNumber + 1}).", error);
        }
    }

    private static void RefuseOtherArchitectures(ConfigurationFields fields)
    {
        Require("model_type", ModelType);
        Require("scoring_func", "sqrtsoftplus");
        Require("topk_method", "noaux_tc");
        Require("hidden_act", "silu");
        RequireFlag("norm_topk_prob", true);
        RequireFlag("attention_bias", false);
        RequireFlag("mlp_bias", false);
        if (fields.Int("num_key_value_heads", 1) is not 1 and int heads)
        {
            throw fields.Bad("num_key_value_heads", $"is {heads}; DeepSeek-V4 has one key-value head");
        }

        void Require(string name, string wanted)
        {
            if (fields.Text(name) is { } value && value != wanted)
            {
                throw fields.Bad(name, $"is '{value}'; only '{wanted}' can be run");
            }
        }

        void RequireFlag(string name, bool wanted)
        {
            if (fields.Flag(name, wanted) != wanted)
            {
                throw fields.Bad(name, $"is {(wanted ? "false" : "true")}; DeepSeek-V4 has it {(wanted ? "true" : "false")}");
            }
        }
    }

    private static int SharedExperts(ConfigurationFields fields) =>
        fields.Int("n_shared_experts", 1) is >= 0 and <= MostSharedExperts and int count
            ? count
            : throw fields.Bad("n_shared_experts", $"must be from 0 to {MostSharedExperts}");

    private static void CheckSizes(ModelConfiguration configuration, ConfigurationFields fields)
    {
        if (configuration.Heads % configuration.OutputGroups != 0)
        {
            throw fields.Bad("o_groups", $"is {configuration.OutputGroups}, which does not divide the {configuration.Heads} attention heads");
        }

        RequireProduct("num_attention_heads", configuration.Heads, "head_dim", configuration.HeadWidth);
        RequireProduct("index_n_heads", configuration.IndexHeads, "index_head_dim", configuration.IndexWidth);
        RequireProduct("o_groups", configuration.OutputGroups, "o_lora_rank", configuration.OutputRank);
        if (configuration.RotaryWidth > configuration.HeadWidth)
        {
            throw fields.Bad("qk_rope_head_dim", $"is {configuration.RotaryWidth}, more than the head width {configuration.HeadWidth}");
        }

        if (configuration.IndexWidth > 0 && configuration.RotaryWidth > configuration.IndexWidth)
        {
            throw fields.Bad("index_head_dim", $"is {configuration.IndexWidth}, less than the rotary width {configuration.RotaryWidth}");
        }

        if (configuration.ExpertsPerToken > configuration.Experts)
        {
            throw fields.Bad("num_experts_per_tok", $"is {configuration.ExpertsPerToken}, more than the {configuration.Experts} experts");
        }

        foreach (int id in configuration.EndIds.Append(configuration.BeginId ?? 0).Append(configuration.PadId ?? 0))
        {
            if (id < 0 || id >= configuration.VocabularySize)
            {
                throw fields.Bad("vocab_size", $"is {configuration.VocabularySize}, which leaves no room for the special token id {id}");
            }
        }

        void RequireProduct(string parts, int count, string width, int size)
        {
            if ((long)count * size > MostProduct)
            {
                throw fields.Bad(width, $"is {size}, which times the {count} of '{parts}' is more than {MostProduct}");
            }
        }
    }
}
