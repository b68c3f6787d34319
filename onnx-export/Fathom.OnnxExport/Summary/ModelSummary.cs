using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Onnx;
using Fathom.OnnxExport.Summary;
using Fathom.OnnxExport.Writing;

namespace Fathom.OnnxExport;

/// <summary>What an exported model is and what it costs: its layers, its size by part, what a token reads and what it leaves in the cache.</summary>
/// <param name="Configuration">The configuration, with the layer plan.</param>
/// <param name="Weights">The weight option that it was exported with: float32, int8, int4 or published.</param>
/// <param name="Parts">Sizes, one entry per part, in the order of <see cref="ModelPart"/>.</param>
/// <param name="CacheBytesPerToken">Bytes of compressed entries that a token leaves in the attention caches for good, in float32.</param>
/// <param name="CacheBytesFixed">Bytes of the sliding windows of one sequence, in float32, whatever its length.</param>
public sealed record ModelSummary(
    ModelConfiguration Configuration, string Weights, IReadOnlyList<PartSize> Parts, double CacheBytesPerToken, long CacheBytesFixed)
{
    /// <summary>Weights of the whole model.</summary>
    public long Parameters => Parts.Sum(part => part.Parameters);

    /// <summary>Bytes of all weights.</summary>
    public long Bytes => Parts.Sum(part => part.Bytes);

    /// <summary>Bytes of weights that computing one token reads: all but the experts that it is not routed to and the embedding rows of other tokens.</summary>
    public long BytesPerToken => Parts.Sum(part => part.BytesPerToken);

    /// <summary>Reads the summary of an exported model; reads no weights.</summary>
    /// <param name="folder">The folder with model.onnx and config.json.</param>
    /// <exception cref="InvalidDataException">The folder holds no exported model or a damaged one.</exception>
    public static ModelSummary Read(string folder)
    {
        string path = Path.Combine(folder, ModelFolderWriter.ModelName);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no {ModelFolderWriter.ModelName} in {folder}; make one from a checkpoint with 'fathom export'.");
        }

        ModelConfiguration configuration = ModelConfiguration.Read(folder);
        (IReadOnlyDictionary<string, string> metadata, IReadOnlyList<OnnxTensor> tensors) = OnnxReader.Read(path);
        return new ModelSummary(
            configuration,
            metadata.GetValueOrDefault("fathom.weights", "unknown"),
            PartSizes.Of(configuration, tensors),
            CacheSizes.PerToken(configuration),
            CacheSizes.Fixed(configuration));
    }
}
