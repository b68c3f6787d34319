using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Graph;
using Fathom.OnnxExport.Writing;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport;

/// <summary>Turns a DeepSeek-V4 checkpoint into a folder with an ONNX model.</summary>
public static class Exporter
{
    /// <summary>
    /// Exports a checkpoint. Weights are streamed in blocks, so memory does not grow with the model. The folder appears complete or not at
    /// all: it is written beside its final place and renamed at the end, and removed after an error or a cancellation.
    /// </summary>
    /// <param name="checkpoint">Folder with config.json and *.safetensors, in the published or in transformers' form.</param>
    /// <param name="output">Folder to make; it must not exist or be empty.</param>
    /// <param name="options">What to export.</param>
    /// <param name="progress">Told about every few megabytes, or null.</param>
    /// <param name="cancellation">Stops the export within one block.</param>
    /// <exception cref="InvalidDataException">The checkpoint cannot be exported so; one sentence says what is wrong and, where there is one, the remedy.</exception>
    /// <exception cref="IOException">The output exists already or cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The export was cancelled.</exception>
    public static void Export(
        string checkpoint, string output, ExportOptions options, IProgress<ExportProgress>? progress = null, CancellationToken cancellation = default)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        RefuseOccupied(target);
        using Checkpoint source = Checkpoint.Open(checkpoint);
        RefuseUnfitWeights(checkpoint, source, options.Weights);
        ModelGraph graph = ModelGraph.Of(source, options);

        string partial = $"{target}.partial-{Guid.NewGuid():N}";
        Directory.CreateDirectory(partial);
        try
        {
            ModelFolderWriter.Write(partial, checkpoint, graph, options, progress, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(partial, target);
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }

    private static void RefuseOccupied(string target)
    {
        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new IOException($"{target} exists already; name a folder that does not exist yet, or remove it first.");
        }
    }

    private static void RefuseUnfitWeights(string path, Checkpoint checkpoint, WeightOption weights)
    {
        ModelConfiguration configuration = checkpoint.Configuration;
        if (weights == WeightOption.Published && checkpoint.ExpertFormat == WeightFormat.Float32)
        {
            throw new InvalidDataException(
                $"The experts in {path} are floating point, not float8 or float4, so there is no published format to keep; export with --weights float32, int8 or int4.");
        }

        if (weights is WeightOption.Int8 or WeightOption.Int4
            && (configuration.HiddenSize % WeightFormats.BlockWidth != 0 || configuration.ExpertWidth % WeightFormats.BlockWidth != 0))
        {
            throw new InvalidDataException(
                $"The hidden size {configuration.HiddenSize} and the expert width {configuration.ExpertWidth} of {path} are not both multiples of {WeightFormats.BlockWidth}, which quantised experts need; export with --weights float32.");
        }
    }
}
