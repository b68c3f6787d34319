using System.Runtime.InteropServices;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Tests.Export;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SafetensorsContent float32 = SafetensorsContent.Read(Golden.Checkpoint("float32"));
    private readonly SafetensorsContent published = SafetensorsContent.Read(Golden.Checkpoint("published"));

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("float32", WeightOption.Float32)]
    [InlineData("float32", WeightOption.Int8)]
    [InlineData("float32", WeightOption.Int4)]
    [InlineData("published", WeightOption.Float32)]
    [InlineData("published", WeightOption.Int8)]
    [InlineData("published", WeightOption.Int4)]
    [InlineData("published", WeightOption.Published)]
    public void A_checkpoint_becomes_a_complete_folder(string golden, WeightOption weights)
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint(golden), folder, weights);

        Assert.Equal(["config.json", "model.onnx", "model.onnx.data"], Directory.EnumerateFiles(folder.File("out")).Select(Path.GetFileName).Order());
        Assert.Equal([folder.File("out")], Directory.EnumerateFileSystemEntries(folder.Path));
        Assert.Equal(Golden.ConfigurationText(golden), model.Metadata["fathom.configuration"]);
        Assert.Equal(weights.ToString().ToLowerInvariant(), model.Metadata["fathom.weights"]);
    }

    [Fact]
    public void Large_constants_are_external_and_begin_on_a_page_each()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("published"), folder, WeightOption.Published);

        Assert.All(model.Tensors, tensor => Assert.Equal(tensor.ByteCount >= 1024, tensor.External is not null));
        OnnxTensor[] external = [.. model.Tensors.Where(tensor => tensor.External is not null).OrderBy(tensor => tensor.External!.Offset)];
        Assert.All(external, tensor => Assert.Equal(0, tensor.External!.Offset % 4096));
        Assert.All(external.Zip(external.Skip(1)), pair => Assert.True(pair.First.External!.Offset + pair.First.ByteCount <= pair.Second.External!.Offset));
        Assert.Equal(external[^1].External!.Offset + external[^1].ByteCount, new FileInfo(folder.File("out/model.onnx.data")).Length);
    }

    [Fact]
    public void Float32_weights_of_matrix_products_are_transposed()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Float32);

        float[] source = Floats(float32, "model.layers.3.self_attn.q_a_proj.weight");
        float[] exported = model.Floats("model.layers.3.self_attn.q_a_proj.weight");
        Assert.Equal([64, 24], model["model.layers.3.self_attn.q_a_proj.weight"].Shape);
        Assert.All(Enumerable.Range(0, source.Length), i => Assert.Equal(source[i], exported[(i % 64 * 24) + (i / 64)]));
    }

    [Fact]
    public void Experts_are_stacked_with_their_gate_rows_before_their_up_rows()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Float32);

        const string Prefix = "model.layers.4.mlp.experts";
        float[] gateUp = model.Floats($"{Prefix}.gate_up_proj");
        Assert.Equal([8 * 2 * 64, 64], model[$"{Prefix}.gate_up_proj"].Shape);
        Assert.Equal(Floats(float32, $"{Prefix}.3.w1.weight"), gateUp[(6 * 4096)..(7 * 4096)]);
        Assert.Equal(Floats(float32, $"{Prefix}.3.w3.weight"), gateUp[(7 * 4096)..(8 * 4096)]);
        Assert.Equal(Floats(float32, $"{Prefix}.3.w2.weight"), model.Floats($"{Prefix}.down_proj")[(3 * 4096)..(4 * 4096)]);
    }

    [Fact]
    public void A_published_checkpoint_is_dequantised_exactly_for_float32()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("published"), folder, WeightOption.Float32);

        float[] float8 = new float[64 * 32];
        Float8Tiles.Dequantise(published.Tensors["layers.2.attn.wo_a.weight"].Bytes[..(32 * 64)], published.Tensors["layers.2.attn.wo_a.scale"].Bytes, 64, float8);
        Assert.Equal(float8, model.Floats("model.layers.2.self_attn.o_a_proj.weight"));
        float[] float4 = new float[64];
        Float4Blocks.Dequantise(published.Tensors["layers.2.ffn.experts.7.w2.weight"].Bytes[..32], published.Tensors["layers.2.ffn.experts.7.w2.scale"].Bytes[..2], float4);
        Assert.Equal(float4, model.Floats("model.layers.2.mlp.experts.down_proj")[(7 * 4096)..((7 * 4096) + 64)]);
    }

    [Fact]
    public void Published_experts_are_copied_without_another_rounding()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("published"), folder, WeightOption.Published);

        const string Prefix = "model.layers.4.mlp.experts";
        Assert.Equal(
            Enumerable.Range(0, 8).SelectMany(expert => Parts(expert, "weight")),
            model.Bytes($"{Prefix}.gate_up_proj"));
        Assert.Equal(
            Enumerable.Range(0, 8).SelectMany(expert => Parts(expert, "scale")),
            model.Bytes($"{Prefix}.gate_up_proj.scales"));
        Assert.Equal([8 * 2 * 64, 2], model[$"{Prefix}.gate_up_proj.scales"].Shape);

        IEnumerable<byte> Parts(int expert, string what) =>
            [.. published.Tensors[$"layers.4.ffn.experts.{expert}.w1.{what}"].Bytes, .. published.Tensors[$"layers.4.ffn.experts.{expert}.w3.{what}"].Bytes];
    }

    [Fact]
    public void Published_dense_weights_keep_their_tiles_also_where_two_of_them_are_stacked_or_one_is_cut_into_groups()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("published"), folder, WeightOption.Published);

        Assert.Equal(published.Tensors["layers.4.attn.indexer.wq_b.weight"].Bytes, model.Bytes("model.layers.4.self_attn.compressor.indexer.q_b_proj.weight"));
        Assert.Equal(published.Tensors["layers.4.attn.indexer.wq_b.scale"].Bytes, model.Bytes("model.layers.4.self_attn.compressor.indexer.q_b_proj.weight.scales"));
        Assert.Equal([4, 1], model["model.layers.4.self_attn.compressor.indexer.q_b_proj.weight.scales"].Shape);

        byte tile = published.Tensors["layers.4.attn.wo_a.scale"].Bytes[0];
        Assert.Equal([tile, tile], model.Bytes("model.layers.4.self_attn.o_a_proj.weight.scales"));
        Assert.Equal([2, 1, 1], model["model.layers.4.self_attn.o_a_proj.weight.scales"].Shape);

        Assert.Equal(
            [published.Tensors["layers.4.ffn.shared_experts.w1.scale"].Bytes[0], published.Tensors["layers.4.ffn.shared_experts.w3.scale"].Bytes[0]],
            model.Bytes("model.layers.4.mlp.shared_experts.gate_up_proj.weight.scales"));
    }

    [Fact]
    public void Embedding_and_router_keep_every_bit_of_a_bfloat16_checkpoint()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("published"), folder, WeightOption.Int4);

        Assert.Equal(published.Tensors["embed.weight"].Bytes, model.Bytes("model.embed_tokens.weight"));
        Assert.Equal(OnnxElementType.BFloat16, model["model.embed_tokens.weight"].Type);
        Assert.Equal([8, 64], model["model.layers.4.mlp.gate.weight"].Shape);
        Assert.Equal(OnnxElementType.Float, model["model.layers.4.mlp.gate.weight"].Type);
        Assert.Equal(OnnxElementType.Float, model["model.layers.4.self_attn.compressor.kv_proj.weight"].Type);
    }

    [Theory]
    [InlineData(WeightOption.Int8, 0.01)]
    [InlineData(WeightOption.Int4, 0.15)]
    public void Quantised_experts_are_close_to_the_weights(WeightOption weights, double tolerance)
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("float32"), folder, weights);

        const string Name = "model.layers.4.mlp.experts.down_proj";
        byte[] codes = model.Bytes(Name);
        byte[] scales = model.Bytes($"{Name}.scales");
        WeightFormat format = WeightFormats.Parse(weights.ToString().ToLowerInvariant());
        float[] source = Floats(float32, "model.layers.4.mlp.experts.5.w2.weight");
        float[] expert = new float[64 * 64];
        WeightRows.Unpack(format, codes.AsSpan(codes.Length / 8 * 5), scales.AsSpan(scales.Length / 8 * 5), 64, expert);
        for (int r = 0; r < 64; r++)
        {
            Assert.InRange(RelativeError(source.AsSpan(r * 64, 64), expert.AsSpan(r * 64, 64)), 0, tolerance);
        }
    }

    [Fact]
    public void Int8_projections_whose_input_is_no_whole_blocks_are_filled_up_with_codes_around_128()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Int8);

        const string Name = "model.layers.1.self_attn.q_b_proj.weight";
        byte[] codes = model.Bytes(Name);
        float[] scales = model.Floats($"{Name}.scales");
        float[] source = Floats(float32, Name);
        Assert.Equal([128, 1, 32], model[Name].Shape);
        for (int r = 0; r < 128; r++)
        {
            float[] row = [.. Enumerable.Range(0, 24).Select(k => (codes[(r * 32) + k] - 128) * scales[r])];
            Assert.InRange(RelativeError(source.AsSpan(r * 24, 24), row), 0, 0.01);
            Assert.All(codes[((r * 32) + 24)..((r + 1) * 32)], code => Assert.Equal(128, code));
        }
    }

    [Fact]
    public void Groups_of_int8_rows_that_fill_no_panel_begin_new_ones()
    {
        const string Name = "model.layers.1.self_attn.o_a_proj.weight";
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Int8);
        float[] source = Floats(float32, Name);
        int columns = (int)model[Name].Shape[1] * 4;
        int rows = source.Length / columns / 2;
        byte[] codes = model.Bytes(Name);
        byte[] scales = model.Bytes($"{Name}.scales");

        for (int group = 0; group < 2; group++)
        {
            float[] unpacked = new float[rows * columns];
            WeightRows.Unpack(WeightFormat.Int8, codes.AsSpan(codes.Length / 2 * group), scales.AsSpan(scales.Length / 2 * group), columns, unpacked);

            Assert.InRange(RelativeError(source.AsSpan(group * unpacked.Length, unpacked.Length), unpacked), 0, 0.01);
        }
    }

    [Fact]
    public void Stacked_experts_export_to_the_same_bytes_as_single_ones()
    {
        ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Int4);
        string stacked = Directory.CreateDirectory(folder.File("stacked")).FullName;
        File.Copy(Path.Combine(Golden.Checkpoint("float32"), "config.json"), Path.Combine(stacked, "config.json"));
        for (int layer = 0; layer < 6; layer++)
        {
            string prefix = $"model.layers.{layer}.mlp.experts";
            float32.Tensors[$"{prefix}.gate_up_proj"] = ("F32", [8, 128, 64], Take(expert => [$"{prefix}.{expert}.w1.weight", $"{prefix}.{expert}.w3.weight"]));
            float32.Tensors[$"{prefix}.down_proj"] = ("F32", [8, 64, 64], Take(expert => [$"{prefix}.{expert}.w2.weight"]));
        }

        float32.Write(Path.Combine(stacked, "model.safetensors"));
        Exporter.Export(stacked, folder.File("again"), new ExportOptions(WeightOption.Int4), null, TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllBytes(folder.File("out/model.onnx")), File.ReadAllBytes(folder.File("again/model.onnx")));
        Assert.Equal(File.ReadAllBytes(folder.File("out/model.onnx.data")), File.ReadAllBytes(folder.File("again/model.onnx.data")));

        byte[] Take(Func<int, string[]> names) => [.. Enumerable.Range(0, 8).SelectMany(names).SelectMany(name =>
        {
            float32.Tensors.Remove(name, out (string Type, long[] Shape, byte[] Bytes) tensor);
            return tensor.Bytes;
        })];
    }

    [Fact]
    public void A_tied_head_has_the_weights_of_the_embedding()
    {
        string tied = Directory.CreateDirectory(folder.File("tied")).FullName;
        File.WriteAllText(Path.Combine(tied, "config.json"), Golden.ConfigurationText("float32").Replace("\"tie_word_embeddings\": false", "\"tie_word_embeddings\": true", StringComparison.Ordinal));
        float32.Tensors.Remove("head.weight");
        float32.Write(Path.Combine(tied, "model.safetensors"));

        ExportedModel model = ExportedModel.Of(tied, folder, WeightOption.Float32);

        float[] embedding = model.Floats("model.embed_tokens.weight");
        float[] head = model.Floats("lm_head.weight");
        Assert.Equal([64, 512], model["lm_head.weight"].Shape);
        Assert.All(Enumerable.Range(0, embedding.Length), i => Assert.Equal(embedding[i], head[(i % 64 * 512) + (i / 64)]));
    }

    private static float[] Floats(SafetensorsContent content, string name) => MemoryMarshal.Cast<byte, float>(content.Tensors[name].Bytes).ToArray();

    private static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        (double error, double norm) = (0, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            error += Math.Pow(expected[i] - actual[i], 2);
            norm += Math.Pow(expected[i], 2);
        }

        return Math.Sqrt(error / norm);
    }
}
