using Fathom.Inference.Configuration;
using Fathom.Operators;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.Inference.Execution;

/// <summary>Opens the graph of an exported folder.</summary>
internal static class ModelSession
{
    public const string GraphName = "model.onnx";
    public const string ConfigurationKey = "fathom.configuration";
    public const string WeightsKey = "fathom.weights";

    /// <summary>Opens <c>model.onnx</c> in <paramref name="folder"/>; its weights are mapped into memory, not read.</summary>
    /// <exception cref="InvalidDataException">Folder, graph or weights are missing or damaged, or not of an exported model.</exception>
    public static InferenceSession Open(string folder, LanguageModelOptions options)
    {
        string path = Path.Combine(folder, GraphName);
        if (!File.Exists(path))
        {
            throw new InvalidDataException(Directory.Exists(folder)
                ? $"There is no {GraphName} in {folder}; name a folder that `fathom export` wrote."
                : $"There is no model folder {folder}; name a folder that `fathom export` wrote.");
        }

        using SessionOptions session = FathomOperators.CreateOptions();
        session.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
        session.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL;
        session.IntraOpNumThreads = options.Threads;
        session.InterOpNumThreads = 1;
        session.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

        // A plan of where intermediate tensors go is kept for every number of rows that was run: some kilobytes each, for one allocation in place of a hundred.
        session.EnableMemoryPattern = true;

        // A language server is a guest: idle threads sleep.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        FathomOperators.Register(session);
        try
        {
            return FathomOperators.CreateSession(() => new InferenceSession(path, session));
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InvalidDataException($"{path} cannot be loaded, export the model again: {exception.Message}", exception);
        }
    }

    /// <summary>The configuration that the graph was made from.</summary>
    /// <exception cref="InvalidDataException">The graph was not made by the exporter.</exception>
    public static ModelConfiguration ReadConfiguration(InferenceSession session, string folder)
    {
        string path = Path.Combine(folder, GraphName);
        return session.ModelMetadata.CustomMetadataMap.TryGetValue(ConfigurationKey, out string? text)
            ? ModelConfiguration.Parse(text, path)
            : throw new InvalidDataException($"{path} has no metadata '{ConfigurationKey}'; it is not a model that `fathom export` wrote.");
    }
}
