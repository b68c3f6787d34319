using System.Runtime.InteropServices;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Initializers;

/// <summary>A constant that comes from the configuration, not from the checkpoint.</summary>
internal sealed class ConstantInitializer : Initializer
{
    private readonly byte[] bytes;

    private ConstantInitializer(PlannedTensor tensor, byte[] bytes)
    {
        Tensors = [tensor];
        this.bytes = bytes;
    }

    public override IReadOnlyList<PlannedTensor> Tensors { get; }

    public static ConstantInitializer Of(string name, ReadOnlySpan<float> values) =>
        new(new PlannedTensor(name, OnnxElementType.Float, values.Length), MemoryMarshal.AsBytes(values).ToArray());

    public static ConstantInitializer Of(string name, ReadOnlySpan<long> values) =>
        new(new PlannedTensor(name, OnnxElementType.Int64, values.Length), MemoryMarshal.AsBytes(values).ToArray());

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace) => targets[0].Write(0, bytes);
}
