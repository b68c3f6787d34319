using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Initializers;

/// <summary>Weights as floating-point numbers in the order of the checkpoint: float32, or float16 or bfloat16 for the embedding.</summary>
/// <param name="tensor">Name, type and shape of the constant.</param>
/// <param name="matrices">Matrices that lie below each other.</param>
internal sealed class FloatInitializer(PlannedTensor tensor, params IReadOnlyList<StoredMatrix> matrices) : Initializer
{
    public override IReadOnlyList<PlannedTensor> Tensors { get; } = [tensor];

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace)
    {
        int columns = matrices[0].Columns;
        RowBlocks.ForEach(matrices, workspace, (first, values) =>
            targets[0].Write(first * columns * tensor.Type.ByteSize(), Convert(values.Span, workspace)));
    }

    private ReadOnlySpan<byte> Convert(Span<float> values, Workspace workspace)
    {
        if (tensor.Type == OnnxElementType.Float)
        {
            return MemoryMarshal.AsBytes(values);
        }

        Span<byte> bytes = workspace.Codes(values.Length * tensor.Type.ByteSize()).Span;
        if (tensor.Type == OnnxElementType.BFloat16)
        {
            Span<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
            for (int i = 0; i < upper.Length; i++)
            {
                upper[i] = (ushort)(BitConverter.SingleToUInt32Bits(values[i]) >> 16);
            }

            return bytes;
        }

        Span<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes);
        TensorPrimitives.ConvertToHalf(values, halves);
        return TensorPrimitives.IsFiniteAll<Half>(halves)
            ? bytes
            : throw new InvalidDataException($"Tensor {matrices[0].Description} has values beyond ±65504, which float16 cannot hold; export with --weights float32.");
    }
}
