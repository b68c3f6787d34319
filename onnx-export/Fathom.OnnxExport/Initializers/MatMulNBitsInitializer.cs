using System.Runtime.InteropServices;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Initializers;

/// <summary>
/// Weights quantised to int8 or int4 in blocks of 32 along the input as com.microsoft MatMulNBits reads them, and their scales, "NAME.scales": the last block of a row
/// filled with zeros, 8-bit codes unsigned around 128, 4-bit codes around 8 as in this project's own layout.
/// </summary>
internal sealed class MatMulNBitsInitializer : Initializer
{
    private const byte SignBit = 0x80;

    private readonly WeightFormat format;
    private readonly StoredMatrix matrix;
    private readonly int paddedColumns;

    /// <param name="name">Name of the weight.</param>
    /// <param name="format">Int8 or Int4.</param>
    /// <param name="matrix">The weight [N, K].</param>
    public MatMulNBitsInitializer(string name, WeightFormat format, StoredMatrix matrix)
    {
        this.format = format;
        this.matrix = matrix;
        int blocks = (matrix.Columns + WeightFormats.BlockWidth - 1) / WeightFormats.BlockWidth;
        paddedColumns = blocks * WeightFormats.BlockWidth;
        Tensors =
        [
            new PlannedTensor(name, OnnxElementType.UInt8, matrix.Rows, blocks, format.RowBytes(WeightFormats.BlockWidth)),
            new PlannedTensor($"{name}.scales", OnnxElementType.Float, matrix.Rows, blocks),
        ];
    }

    public override IReadOnlyList<PlannedTensor> Tensors { get; }

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace)
    {
        int columns = matrix.Columns;
        int rowBytes = (int)format.RowBytes(paddedColumns);
        int blocks = paddedColumns / WeightFormats.BlockWidth;
        RowBlocks.ForEach([matrix], workspace, (first, values) =>
        {
            int count = values.Length / columns;
            Memory<byte> codes = workspace.Codes(count * rowBytes);
            Memory<byte> scales = workspace.Scales(count * blocks * sizeof(float));
            Parallel.For(0, count, r => PackRow(
                values.Span.Slice(r * columns, columns),
                codes.Span.Slice(r * rowBytes, rowBytes),
                MemoryMarshal.Cast<byte, float>(scales.Span).Slice(r * blocks, blocks)));
            targets[0].Write(first * rowBytes, codes.Span);
            targets[1].Write(first * blocks * sizeof(float), scales.Span);
        });
    }

    private void PackRow(ReadOnlySpan<float> row, Span<byte> codes, Span<float> scales)
    {
        if (row.Length < paddedColumns)
        {
            float[] filled = new float[paddedColumns];
            row.CopyTo(filled);
            row = filled;
        }

        if (format == WeightFormat.Int4)
        {
            Int4Blocks.Quantise(row, codes, scales);
            return;
        }

        Int8Blocks.Quantise(row, MemoryMarshal.Cast<byte, sbyte>(codes), scales);
        foreach (ref byte code in codes)
        {
            code ^= SignBit;
        }
    }
}
