using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Initializers;

/// <summary>A constant of the graph before it is written: everything but its bytes.</summary>
internal sealed record PlannedTensor(string Name, OnnxElementType Type, params IReadOnlyList<long> Shape)
{
    /// <summary>Its size in bytes.</summary>
    public long ByteCount { get; } = Shape.Aggregate(1L, (product, size) => checked(product * size)) * Type.ByteSize();
}
