namespace Fathom.OnnxExport.Onnx;

/// <summary>One operation. An absent optional input is an empty name; trailing ones may be left out.</summary>
internal sealed record OnnxNode(string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>The operator's domain; empty is ai.onnx.</summary>
    public string Domain { get; init; } = "";

    public string Name { get; init; } = "";

    public IReadOnlyList<OnnxAttribute> Attributes { get; init; } = [];
}
