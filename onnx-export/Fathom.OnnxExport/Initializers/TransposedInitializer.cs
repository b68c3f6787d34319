using System.Runtime.InteropServices;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Initializers;

/// <summary>A float32 weight [N, K] as MatMul wants it: [K, N].</summary>
internal sealed class TransposedInitializer(string name, StoredMatrix matrix) : Initializer
{
    public override IReadOnlyList<PlannedTensor> Tensors { get; } = [new(name, OnnxElementType.Float, matrix.Columns, matrix.Rows)];

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace)
    {
        int columns = matrix.Columns;
        RowBlocks.ForEach([matrix], workspace, (first, values) =>
        {
            ReadOnlySpan<float> rows = values.Span;
            Span<byte> bytes = workspace.Codes(rows.Length / columns * sizeof(float)).Span;
            Span<float> column = MemoryMarshal.Cast<byte, float>(bytes);
            for (int k = 0; k < columns; k++)
            {
                for (int r = 0; r < column.Length; r++)
                {
                    column[r] = rows[(r * columns) + k];
                }

                targets[0].Write(((k * matrix.Rows) + first) * sizeof(float), bytes);
            }
        });
    }
}
