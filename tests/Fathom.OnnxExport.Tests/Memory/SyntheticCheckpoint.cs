using System.Text.Json.Nodes;
using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;

namespace Fathom.OnnxExport.Tests.Memory;

/// <summary>A checkpoint of any size with stacked bfloat16 experts and arbitrary weights, written without holding it in memory.</summary>
internal static class SyntheticCheckpoint
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Writes a checkpoint whose layers all have a compressor with an indexer.</summary>
    /// <returns>Bytes of all tensors and of the largest one.</returns>
    public static (long Total, long Largest) Write(string folder, int layers, int vocabulary, int hidden, int experts, int expertWidth)
    {
        string config = Configuration(layers, vocabulary, hidden, experts, expertWidth);
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        ExpectedTensor[] tensors = [.. ExpectedTensors.Of(ModelConfiguration.Parse(config), _ => true)];
        JsonObject header = [];
        long offset = 0;
        foreach (ExpectedTensor tensor in tensors)
        {
            header[tensor.Name] = SafetensorsContent.Entry("BF16", [.. tensor.Shape], offset, offset + (tensor.ElementCount * 2));
            offset += tensor.ElementCount * 2;
        }

        using FileStream file = new(Path.Combine(folder, "model.safetensors"), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(SafetensorsContent.Header(header));
        byte[] weights = Weights();
        for (long written = 0; written < offset; written += weights.Length)
        {
            file.Write(weights, 0, (int)Math.Min(weights.Length, offset - written));
        }

        return (offset, tensors.Max(tensor => tensor.ElementCount) * 2);
    }

    // bfloat16 numbers of either sign between 2^-9 and 2^-6.
    private static byte[] Weights()
    {
        byte[] bytes = new byte[BufferBytes];
        new Random(1).NextBytes(bytes);
        for (int i = 1; i < bytes.Length; i += 2)
        {
            bytes[i] = (byte)(0x3B | (bytes[i] & 0x80));
        }

        return bytes;
    }

    private static string Configuration(int layers, int vocabulary, int hidden, int experts, int expertWidth)
    {
        JsonObject config = JsonNode.Parse(Golden.ConfigurationText("published"))!.AsObject();
        config["vocab_size"] = vocabulary;
        config["num_hidden_layers"] = layers;
        config["hidden_size"] = hidden;
        config["n_routed_experts"] = experts;
        config["moe_intermediate_size"] = expertWidth;
        config["num_hash_layers"] = 0;
        config["compress_ratios"] = new JsonArray([.. Enumerable.Repeat(4, layers).Select(ratio => JsonValue.Create(ratio))]);
        return config.ToJsonString();
    }
}
