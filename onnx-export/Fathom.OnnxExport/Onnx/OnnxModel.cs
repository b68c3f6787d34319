namespace Fathom.OnnxExport.Onnx;

/// <summary>A model file: a graph, the operator sets it is written in and free-form metadata.</summary>
internal sealed record OnnxModel(OnnxGraph Graph)
{
    /// <summary>Version of the file format; ONNX Runtime 1.31 reads up to 13.</summary>
    public int IrVersion { get; init; } = 11;

    /// <summary>Operator set versions by domain; empty is ai.onnx.</summary>
    public IReadOnlyDictionary<string, int> OperatorSets { get; init; } =
        new Dictionary<string, int> { [""] = 23, ["com.microsoft"] = 1, ["fathom"] = 1 };

    public string Producer { get; init; } = "fathom";

    public string ProducerVersion { get; init; } = "";

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
