using System.Reflection;
using Fathom.OnnxExport.Graph;
using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Writing;

/// <summary>Writes the files of an exported model.</summary>
internal static class ModelFolderWriter
{
    /// <summary>File name of the graph.</summary>
    public const string ModelName = "model.onnx";

    /// <summary>File name of the weights.</summary>
    public const string DataName = "model.onnx.data";

    /// <summary>Constants below this size lie in the model file itself.</summary>
    private const int SmallestExternal = 1024;

    /// <summary>Offsets of external data: ONNX Runtime maps weights into memory where they begin on a page.</summary>
    private const int Alignment = 4096;

    private static readonly string[] CopiedFiles = ["config.json", "tokenizer.json"];

    /// <summary>Writes graph, weights, configuration and tokenizer into an existing, empty folder.</summary>
    public static void Write(
        string folder, string checkpoint, ModelGraph graph, ExportOptions options, IProgress<ExportProgress>? progress, CancellationToken cancellation)
    {
        List<OnnxTensor> tensors = [];
        Workspace workspace = new(cancellation);
        ProgressMeter meter = new(graph.Initializers.SelectMany(initializer => initializer.Tensors).Sum(tensor => tensor.ByteCount), progress);
        using (DataFile data = DataFile.Create(Path.Combine(folder, DataName), ExternalBytes(graph)))
        {
            long end = 0;
            foreach (Initializer initializer in graph.Initializers)
            {
                List<TensorPlace> places = [];
                foreach (PlannedTensor tensor in initializer.Tensors)
                {
                    TensorPlace place = tensor.ByteCount < SmallestExternal
                        ? TensorPlace.InMemory(tensor, meter)
                        : TensorPlace.InFile(tensor, meter, data, end);
                    end = place.IsExternal ? Align(end + tensor.ByteCount) : end;
                    places.Add(place);
                }

                initializer.Write(places, workspace);
                tensors.AddRange(places.Select(place => place.ToOnnx(DataName)));
            }
        }

        WriteModel(Path.Combine(folder, ModelName), checkpoint, graph, options, tensors);
        foreach (string name in CopiedFiles.Where(name => File.Exists(Path.Combine(checkpoint, name))))
        {
            File.Copy(Path.Combine(checkpoint, name), Path.Combine(folder, name));
        }
    }

    private static long ExternalBytes(ModelGraph graph) => graph.Initializers
        .SelectMany(initializer => initializer.Tensors)
        .Where(tensor => tensor.ByteCount >= SmallestExternal)
        .Aggregate(0L, (end, tensor) => Align(end) + tensor.ByteCount);

    private static long Align(long offset) => (offset + Alignment - 1) / Alignment * Alignment;

    private static void WriteModel(string path, string checkpoint, ModelGraph graph, ExportOptions options, IReadOnlyList<OnnxTensor> tensors)
    {
        OnnxModel model = new(new OnnxGraph
        {
            Name = "deepseek_v4",
            Documentation = "A DeepSeek-V4 model over a ragged batch of rows. Nodes and weights have the names of the modules of transformers' DeepseekV4ForCausalLM; "
                + "float32 weights of MatMul are transposed, quantised weights have their scales in NAME.scales.",
            Inputs = graph.Inputs,
            Outputs = graph.Outputs,
            Nodes = graph.Nodes,
            Initializers = tensors,
        })
        {
            ProducerVersion = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "",
            Metadata = new Dictionary<string, string>
            {
                ["fathom.configuration"] = File.ReadAllText(Path.Combine(checkpoint, "config.json")),
                ["fathom.weights"] = options.Weights.ToString().ToLowerInvariant(),
            },
        };
        using FileStream file = File.Create(path);
        OnnxWriter.Write(model, file);
    }
}
