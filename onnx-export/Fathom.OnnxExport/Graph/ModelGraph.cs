using Fathom.Inference.Configuration;
using Fathom.Inference.Safetensors;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Graph;

/// <summary>The graph of a model and the constants that it needs; docs/architecture.md describes it.</summary>
/// <param name="Inputs">Inputs of the graph.</param>
/// <param name="Outputs">Outputs of the graph.</param>
/// <param name="Nodes">Nodes in topological order.</param>
/// <param name="Initializers">The constants, in the order in which their bytes are laid out.</param>
internal sealed record ModelGraph(
    IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs, IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<Initializer> Initializers)
{
    private const string Rows = "T";
    private const string LogitRows = "R";

    /// <summary>Lays out the graph of a checkpoint; reads no weights yet.</summary>
    public static ModelGraph Of(Checkpoint checkpoint, ExportOptions options)
    {
        ModelConfiguration configuration = checkpoint.Configuration;
        GraphBuilder graph = new();
        ModuleNodes modules = new(graph, checkpoint);
        LayerNodes layers = new(graph, modules, checkpoint, options.Weights);
        List<OnnxValue> outputs = [new("logits", OnnxElementType.Float, LogitRows, configuration.VocabularySize)];

        ResidualStreams streams = new(Embedding(graph, checkpoint, options.Weights));
        foreach (LayerPlan layer in configuration.Layers)
        {
            ResidualStreams before = streams;
            streams = layers.Add(layer, streams);
            AddHiddenState(before.Output is null ? before.Streams : $"{before.Connection}.streams", layer.Index, Rows, configuration.Streams, configuration.HiddenSize);
        }

        string rows = graph.Standard("model.logit_streams", "Gather", [layers.Settled(streams), "logit_rows"], ("axis", 0));
        string normed = layers.CollapseHead(rows);
        AddHiddenState(normed, configuration.Layers.Count, LogitRows, configuration.HiddenSize);
        string head = modules.Dense("lm_head", configuration.TiedEmbedding ? "model.embed_tokens.weight" : "lm_head.weight", normed, WeightPlan.Main(options.Weights));
        graph.Standard("logits", "Identity", [head]);

        return new ModelGraph(
            [
                new("input_ids", OnnxElementType.Int64, Rows), new("positions", OnnxElementType.Int64, Rows),
                new("sequences", OnnxElementType.Int64, Rows), new("logit_rows", OnnxElementType.Int64, LogitRows),
            ],
            outputs,
            graph.Nodes,
            graph.Initializers);

        void AddHiddenState(string value, int layer, params OnnxDimension[] shape)
        {
            if (options.HiddenStates)
            {
                graph.Standard($"hidden.{layer}", "Identity", [value]);
                outputs.Add(new OnnxValue($"hidden.{layer}", OnnxElementType.Float, shape));
            }
        }
    }

    // [T] token ids to [T, n, d]: every residual stream begins as the embedding.
    private static string Embedding(GraphBuilder graph, Checkpoint checkpoint, WeightOption weights)
    {
        const string Module = "model.embed_tokens";
        StoredMatrix matrix = checkpoint.Matrix($"{Module}.weight");
        OnnxElementType type = weights == WeightOption.Float32 ? OnnxElementType.Float
            : matrix.Type == SafetensorsType.BF16 ? OnnxElementType.BFloat16
            : weights == WeightOption.Published ? OnnxElementType.Float
            : OnnxElementType.Float16;
        string table = graph.Constant(new FloatInitializer(new PlannedTensor($"{Module}.weight", type, matrix.Rows, matrix.Columns), matrix));
        string embedded = graph.Standard(Module, "Gather", [table, "input_ids"], ("axis", 0));
        if (type != OnnxElementType.Float)
        {
            embedded = graph.Standard($"{Module}.float32", "Cast", [embedded], ("to", (int)OnnxElementType.Float));
        }

        string axis = graph.Constant(ConstantInitializer.Of("model.stream_axis", [1L]));
        string shape = graph.Constant(ConstantInitializer.Of("model.stream_shape", [1L, checkpoint.Configuration.Streams, 1L]));
        string one = graph.Standard("model.stream", "Unsqueeze", [embedded, axis]);
        return graph.Standard("model.streams", "Expand", [one, shape]);
    }
}
