namespace Fathom.OnnxExport.Tests.Export;

/// <summary>Every way in which an export can fail says what is wrong and leaves nothing behind.</summary>
public sealed class ExportErrorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Checkpoint => folder.File("checkpoint");

    private string Shard => Path.Combine(Checkpoint, "model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_missing_tensor_is_named_as_the_checkpoint_would_name_it()
    {
        Change("published", content => content.Tensors.Remove("layers.3.attn.wq_a.weight"));

        Assert.Equal($"Tensor 'layers.3.attn.wq_a.weight' [24, 64] is missing from the *.safetensors files in {Checkpoint}.", ExportError(WeightOption.Int8));
    }

    [Fact]
    public void A_missing_scale_is_named()
    {
        Change("published", content => content.Tensors.Remove("layers.3.ffn.experts.2.w3.scale"));

        Assert.Equal($"Tensor 'layers.3.ffn.experts.2.w3.scale' [64, 2] is missing from the *.safetensors files in {Checkpoint}.", ExportError(WeightOption.Int8));
    }

    [Fact]
    public void A_surplus_tensor_is_named()
    {
        Change("float32", content => content.Tensors["model.layers.6.input_layernorm.weight"] = ("F32", [64], new byte[256]));

        Assert.Equal(
            $"Tensor 'model.layers.6.input_layernorm.weight' in {Shard} is none that the configuration in {Checkpoint} asks for; they do not belong together.",
            ExportError(WeightOption.Float32));
    }

    [Fact]
    public void Draft_layers_are_no_surplus()
    {
        Change("published", content => content.Tensors["mtp.0.e_proj.weight"] = ("F8_E4M3", [64, 64], new byte[4096]));

        Export(WeightOption.Published);

        Assert.True(File.Exists(folder.File("out/model.onnx")));
    }

    [Fact]
    public void A_misshapen_tensor_is_named()
    {
        Change("float32", content => content.Tensors["model.norm.weight"] = ("F32", [63], new byte[252]));

        Assert.Equal(
            $"Tensor 'model.norm.weight' in {Shard} is F32 [63], but the configuration asks for [64] of F32, BF16 or F16.",
            ExportError(WeightOption.Float32));
    }

    [Fact]
    public void A_table_of_experts_that_do_not_exist_is_named()
    {
        Change("float32", content => content.Tensors["model.layers.0.mlp.gate.tid2eid"].Bytes[0] = 8);

        Assert.Equal($"Tensor 'model.layers.0.mlp.gate.tid2eid' in {Shard} names expert 8, but there are experts 0 to 7 only.", ExportError(WeightOption.Float32));
    }

    [Fact]
    public void A_weight_that_is_no_number_is_named()
    {
        Change("float32", content => BitConverter.TryWriteBytes(content.Tensors["model.layers.5.self_attn.o_b_proj.weight"].Bytes, float.NaN));

        Assert.Equal(
            $"Tensor 'model.layers.5.self_attn.o_b_proj.weight' in {Shard} has a value that is NaN or infinite; the checkpoint is damaged.",
            ExportError(WeightOption.Int4));
    }

    [Theory]
    [InlineData("layers.0.attn.wkv.weight", 0x7F)]
    [InlineData("layers.0.attn.wkv.weight", 0xFF)]
    [InlineData("layers.0.attn.wkv.scale", 0xFF)]
    [InlineData("layers.3.ffn.experts.2.w3.scale", 0xFF)]
    public void A_published_code_that_is_no_number_is_named_whatever_the_weights_become(string tensor, byte code)
    {
        Change("published", content => content.Tensors[tensor].Bytes[0] = code);
        string expected = $"Tensor '{tensor.Replace(".scale", ".weight", StringComparison.Ordinal)}' in {Shard} has a value that is NaN or infinite; the checkpoint is damaged.";

        Assert.All([WeightOption.Published, WeightOption.Int8], weights => Assert.Equal(expected, ExportError(weights)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_float_scale_that_is_no_number_is_named(float scale)
    {
        Change("published", content => content.Tensors["layers.0.attn.wkv.scale"] = ("F32", [1, 1], BitConverter.GetBytes(scale)));

        Assert.Equal(
            $"Tensor 'layers.0.attn.wkv.weight' in {Shard} has a value that is NaN or infinite; the checkpoint is damaged.",
            ExportError(WeightOption.Published));
    }

    [Fact]
    public void Float4_rows_that_are_no_whole_blocks_are_refused()
    {
        Change("published", content =>
        {
            content.Tensors["layers.0.attn.wq_b.weight"] = ("I8", [128, 12], new byte[128 * 12]);
            content.Tensors["layers.0.attn.wq_b.scale"] = ("F8_E8M0", [128, 0], []);
        });

        Assert.Equal(
            $"Tensor 'layers.0.attn.wq_b.weight' in {Shard} is float4 with rows of 24 weights, which are no whole blocks of 32; store it as F32, BF16, F16 or F8_E4M3.",
            ExportError(WeightOption.Published));
    }

    [Fact]
    public void The_same_weight_under_two_names_is_refused()
    {
        Change("float32", content => content.Tensors["lm_head.weight"] = content.Tensors["head.weight"]);

        Assert.Equal(
            $"Tensors 'head.weight' in {Shard} and 'lm_head.weight' in {Shard} are the same weight under two names; remove one.",
            ExportError(WeightOption.Float32));
    }

    [Fact]
    public void A_truncated_file_is_refused()
    {
        Change("float32", _ => { });
        using (FileStream file = File.OpenWrite(Shard))
        {
            file.SetLength(file.Length - 100);
        }

        Assert.StartsWith($"{Shard} is truncated: tensor 'model.norm.weight' ends 100 bytes after the file's end", ExportError(WeightOption.Float32), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_no_published_format_to_keep_in_a_floating_point_checkpoint()
    {
        Change("float32", _ => { });

        Assert.Equal(
            $"The experts in {Checkpoint} are floating point, not float8 or float4, so there is no published format to keep; export with --weights float32, int8 or int4.",
            ExportError(WeightOption.Published));
    }

    [Fact]
    public void Float_scales_that_are_no_powers_of_two_cannot_be_published()
    {
        Change("published", content => content.Tensors["layers.0.attn.wkv.scale"] = ("F32", [1, 1], BitConverter.GetBytes(0.3f)));

        Assert.Equal(
            $"The scales of tensor 'layers.0.attn.wkv.weight' in {Shard} are no powers of two, so the published format cannot keep them; export with --weights int8 instead.",
            ExportError(WeightOption.Published));
    }

    [Fact]
    public void An_output_that_exists_is_left_alone()
    {
        Change("float32", _ => { });
        Directory.CreateDirectory(folder.File("out"));
        File.WriteAllText(folder.File("out/keep.txt"), "mine");

        IOException error = Assert.Throws<IOException>(() => Export(WeightOption.Float32));

        Assert.Equal($"{folder.File("out")} exists already; name a folder that does not exist yet, or remove it first.", error.Message);
        Assert.Equal("mine", File.ReadAllText(folder.File("out/keep.txt")));
    }

    [Fact]
    public void A_folder_without_configuration_is_refused()
    {
        Directory.CreateDirectory(Checkpoint);

        Assert.Equal($"There is no config.json in {Checkpoint}; name the folder that holds the model.", ExportError(WeightOption.Float32));
    }

    [Fact]
    public void A_cancelled_export_leaves_nothing_behind()
    {
        Change("float32", _ => { });
        using CancellationTokenSource source = new();
        Report report = new(progress =>
        {
            if (progress.BytesDone > 0)
            {
                source.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() =>
            Exporter.Export(Checkpoint, folder.File("out"), new ExportOptions(WeightOption.Float32), report, source.Token));

        Assert.Equal([Checkpoint], Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Progress_ends_with_every_byte_written()
    {
        Change("float32", _ => { });
        List<ExportProgress> reports = [];

        Exporter.Export(Checkpoint, folder.File("out"), new ExportOptions(WeightOption.Float32), new Report(reports.Add), TestContext.Current.CancellationToken);

        Assert.Equal(reports[^1].BytesTotal, reports[^1].BytesDone);
        Assert.Equal(reports.OrderBy(report => report.BytesDone), reports);
    }

    private void Change(string golden, Action<SafetensorsContent> change)
    {
        Directory.CreateDirectory(Checkpoint);
        File.Copy(Path.Combine(Golden.Checkpoint(golden), "config.json"), Path.Combine(Checkpoint, "config.json"));
        SafetensorsContent content = SafetensorsContent.Read(Golden.Checkpoint(golden));
        change(content);
        content.Write(Shard);
    }

    private void Export(WeightOption weights) =>
        Exporter.Export(Checkpoint, folder.File("out"), new ExportOptions(weights), null, TestContext.Current.CancellationToken);

    private string ExportError(WeightOption weights)
    {
        string message = Assert.Throws<InvalidDataException>(() => Export(weights)).Message;
        Assert.Equal([Checkpoint], Directory.EnumerateFileSystemEntries(folder.Path));
        return message;
    }

    private sealed class Report(Action<ExportProgress> action) : IProgress<ExportProgress>
    {
        void IProgress<ExportProgress>.Report(ExportProgress value) => action(value);
    }
}
