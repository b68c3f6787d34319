using Fathom.OnnxExport.Tests.Export;

namespace Fathom.OnnxExport.Tests.Summary;

public sealed class ModelSummaryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_summary_adds_up_to_the_model()
    {
        ExportedModel model = ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Float32);

        ModelSummary summary = ModelSummary.Read(folder.File("out"));

        Assert.Equal("float32", summary.Weights);
        Assert.Equal(6, summary.Configuration.Layers.Count);
        Assert.Equal(model.Tensors.Sum(tensor => tensor.ByteCount), summary.Bytes);
        Assert.Equal(Enum.GetValues<ModelPart>(), summary.Parts.Select(part => part.Part));
    }

    [Fact]
    public void A_token_reads_its_own_embedding_and_experts_and_the_whole_of_everything_else()
    {
        ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Float32);

        Dictionary<ModelPart, PartSize> parts = ModelSummary.Read(folder.File("out")).Parts.ToDictionary(part => part.Part);

        Assert.Equal(new PartSize(ModelPart.Embedding, 512 * 64, 512 * 64 * 4, 64 * 4), parts[ModelPart.Embedding]);
        Assert.Equal(new PartSize(ModelPart.Experts, 6 * 8 * 3 * 4096, 6 * 8 * 3 * 4096 * 4, 6 * 2 * 3 * 4096 * 4), parts[ModelPart.Experts]);
        Assert.Equal(new PartSize(ModelPart.SharedExperts, 6 * 3 * 4096, 6 * 3 * 4096 * 4, 6 * 3 * 4096 * 4), parts[ModelPart.SharedExperts]);
        Assert.Equal(new PartSize(ModelPart.Head, 512 * 64, 512 * 64 * 4, 512 * 64 * 4), parts[ModelPart.Head]);
        Assert.Equal(2 * 511 * 2 * 8, parts[ModelPart.Other].Bytes - parts[ModelPart.Other].BytesPerToken);
    }

    [Fact]
    public void Scales_count_as_bytes_of_their_part()
    {
        ExportedModel.Of(Golden.Checkpoint("published"), folder, WeightOption.Published);

        PartSize experts = ModelSummary.Read(folder.File("out")).Parts.Single(part => part.Part == ModelPart.Experts);

        Assert.Equal(6 * 8 * 3 * 4096, experts.Parameters);
        Assert.Equal(6 * 8 * 3 * (2048 + 128), experts.Bytes);
    }

    [Fact]
    public void The_cache_grows_by_the_compressed_entries_of_each_layer()
    {
        ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Float32);

        ModelSummary summary = ModelSummary.Read(folder.File("out"));

        // Two layers with an entry of 32 + 32 values per 4 tokens, two with one of 32 per 128; six windows of 16 keys.
        Assert.Equal(4 * ((2 * 64 / 4.0) + (2 * 32 / 128.0)), summary.CacheBytesPerToken);
        Assert.Equal(4 * 6 * 16 * 32, summary.CacheBytesFixed);
    }

    [Fact]
    public void A_folder_without_a_model_is_refused()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ModelSummary.Read(folder.Path));

        Assert.Equal($"There is no model.onnx in {folder.Path}; make one from a checkpoint with 'fathom export'.", error.Message);
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        ExportedModel.Of(Golden.Checkpoint("float32"), folder, WeightOption.Float32);
        using (FileStream file = File.OpenWrite(folder.File("out/model.onnx")))
        {
            file.SetLength(file.Length / 2);
        }

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ModelSummary.Read(folder.File("out")));

        Assert.Equal($"{folder.File("out/model.onnx")} is no ONNX model, or it is damaged; export it again.", error.Message);
    }
}
