namespace Fathom.OnnxExport.Onnx;

/// <summary>A graph: nodes in topological order, with its inputs, outputs and constants.</summary>
internal sealed record OnnxGraph
{
    public required string Name { get; init; }

    public string Documentation { get; init; } = "";

    public required IReadOnlyList<OnnxValue> Inputs { get; init; }

    public required IReadOnlyList<OnnxValue> Outputs { get; init; }

    public required IReadOnlyList<OnnxNode> Nodes { get; init; }

    public IReadOnlyList<OnnxTensor> Initializers { get; init; } = [];
}
