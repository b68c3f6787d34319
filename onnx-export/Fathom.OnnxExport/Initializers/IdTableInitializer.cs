using System.Runtime.InteropServices;
using Fathom.Inference.Safetensors;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Initializers;

/// <summary>The table from token id to experts of a layer that routes by hash, checked to name experts that exist.</summary>
internal sealed class IdTableInitializer(string name, SafetensorsTensor table, int experts) : Initializer
{
    private const int BlockIds = 1 << 18;

    public override IReadOnlyList<PlannedTensor> Tensors { get; } = [new(name, OnnxElementType.Int64, table.Shape)];

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace)
    {
        long[] ids = new long[Math.Min(BlockIds, table.ElementCount)];
        for (long first = 0; first < table.ElementCount; first += ids.Length)
        {
            workspace.ThrowIfCancelled();
            Span<long> block = ids.AsSpan(0, (int)Math.Min(ids.Length, table.ElementCount - first));
            Span<byte> bytes = MemoryMarshal.AsBytes(block);
            table.Read(first * sizeof(long), bytes);
            foreach (long id in block)
            {
                if (id < 0 || id >= experts)
                {
                    throw new InvalidDataException($"Tensor '{table.Name}' in {table.File.Path} names expert {id}, but there are experts 0 to {experts - 1} only.");
                }
            }

            targets[0].Write(first * sizeof(long), bytes);
        }
    }
}
