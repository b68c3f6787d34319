namespace Fathom.OnnxExport.Onnx;

/// <summary>Name, element type and shape of an input or output of a graph.</summary>
internal sealed record OnnxValue(string Name, OnnxElementType Type, params IReadOnlyList<OnnxDimension> Shape);
