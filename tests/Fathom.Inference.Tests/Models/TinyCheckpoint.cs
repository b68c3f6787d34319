using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;

namespace Fathom.Inference.Tests.Models;

/// <summary>
/// Writes small random checkpoints with every kind of layer. Nothing is all zero or all one, so that a transposed or misplaced tensor shows.
/// </summary>
internal static class TinyCheckpoint
{
    /// <summary>A configuration of seven layers with windows, both compressions, hash and learned routing, and YaRN.</summary>
    public static JsonObject Configuration() => new()
    {
        ["model_type"] = "deepseek_v4",
        ["vocab_size"] = 300,
        ["hidden_size"] = 64,
        ["num_hidden_layers"] = 7,
        ["num_attention_heads"] = 4,
        ["num_key_value_heads"] = 1,
        ["head_dim"] = 32,
        ["qk_rope_head_dim"] = 8,
        ["q_lora_rank"] = 32,
        ["o_groups"] = 2,
        ["o_lora_rank"] = 16,
        ["moe_intermediate_size"] = 32,
        ["n_routed_experts"] = 8,
        ["n_shared_experts"] = 1,
        ["num_experts_per_tok"] = 2,
        ["num_hash_layers"] = 2,
        ["routed_scaling_factor"] = 1.5,
        ["scoring_func"] = "sqrtsoftplus",
        ["swiglu_limit"] = 1.0,
        ["hc_mult"] = 4,
        ["hc_sinkhorn_iters"] = 20,
        ["hc_eps"] = 1e-6,
        ["rms_norm_eps"] = 1e-6,
        ["sliding_window"] = 8,
        ["compress_ratios"] = new JsonArray(0, 0, 4, 8, 4, 8, 4, 0),
        ["index_n_heads"] = 2,
        ["index_head_dim"] = 16,
        ["index_topk"] = 4,
        ["rope_theta"] = 10000,
        ["compress_rope_theta"] = 160000,
        ["rope_scaling"] = new JsonObject
        {
            ["type"] = "yarn",
            ["factor"] = 16,
            ["original_max_position_embeddings"] = 65536,
            ["beta_fast"] = 32,
            ["beta_slow"] = 1,
        },
        ["max_position_embeddings"] = 512,
        ["num_nextn_predict_layers"] = 1,
        ["hidden_act"] = "silu",
        ["tie_word_embeddings"] = false,
    };

    /// <summary>Writes config.json and model.safetensors into <paramref name="folder"/>.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="configuration">Usually <see cref="Configuration"/> with changes.</param>
    /// <param name="seedOf">The seed of each tensor's values by its name; a number made of the name by default.</param>
    public static void Write(string folder, JsonObject configuration, Func<string, int>? seedOf = null)
    {
        string json = configuration.ToJsonString();
        File.WriteAllText(Path.Combine(folder, "config.json"), json);
        ModelConfiguration model = ModelConfiguration.Parse(json);
        ExpectedTensor[] tensors = [.. ExpectedTensors.Of(model, hasStackedExperts: _ => true)];
        JsonObject header = [];
        long offset = 0;
        foreach (ExpectedTensor tensor in tensors)
        {
            bool isIds = tensor.Kind == ExpectedTensorKind.Ids;
            long bytes = tensor.ElementCount * (isIds ? sizeof(long) : sizeof(float));
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = isIds ? "I64" : "F32",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(offset, offset + bytes),
            };
            offset += bytes;
        }

        using FileStream file = File.Create(Path.Combine(folder, "model.safetensors"));
        byte[] head = JsonSerializer.SerializeToUtf8Bytes(header);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, head.Length);
        file.Write(length);
        file.Write(head);
        foreach (ExpectedTensor tensor in tensors)
        {
            Random random = new(seedOf?.Invoke(tensor.Name) ?? SeedOf(tensor.Name));
            file.Write(tensor.Kind == ExpectedTensorKind.Ids
                ? MemoryMarshal.AsBytes<long>(ExpertIds(tensor, model.Experts, random))
                : MemoryMarshal.AsBytes<float>(Values(tensor, random)));
        }
    }

    /// <summary>A number made of a tensor's name, the same in every process.</summary>
    public static int SeedOf(string name) => name.Aggregate(17, (hash, character) => unchecked((hash * 31) + character));

    private static float[] Values(ExpectedTensor tensor, Random random)
    {
        (double mean, double deviation) = tensor.Name switch
        {
            _ when tensor.Name.Contains("norm") => (1, 0.2),
            _ when tensor.Name.EndsWith("fn") => (0, 0.05),
            _ when tensor.Name.EndsWith("scale") => (1, 0.2),
            _ when tensor.Name.EndsWith("base") => (0, 0.5),
            _ when tensor.Name.EndsWith("correction_bias") => (0, 0.1),
            _ when tensor.Name.EndsWith("sinks") || tensor.Name.EndsWith("position_bias") => (0, 1),
            _ when tensor.Name.Contains("embed") => (0, 1),
            _ => (0.0, 1 / Math.Sqrt(tensor.Shape[^1])),
        };
        float[] values = new float[tensor.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(mean + (deviation * normal));
        }

        return values;
    }

    // The experts of a token are distinct.
    private static long[] ExpertIds(ExpectedTensor tensor, int experts, Random random)
    {
        long[] ids = new long[tensor.ElementCount];
        int perToken = (int)tensor.Shape[^1];
        long[] all = [.. Enumerable.Range(0, experts).Select(expert => (long)expert)];
        for (int token = 0; token < ids.Length; token += perToken)
        {
            random.Shuffle(all);
            all.AsSpan(0, perToken).CopyTo(ids.AsSpan(token));
        }

        return ids;
    }
}
