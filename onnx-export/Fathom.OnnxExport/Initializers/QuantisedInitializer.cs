using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Initializers;

/// <summary>Weights quantised to int8 or int4 in blocks of 32 along the input, and their scales, "NAME.scales".</summary>
internal sealed class QuantisedInitializer : Initializer
{
    private readonly IReadOnlyList<StoredMatrix> matrices;
    private readonly int paddedColumns;
    private readonly byte codeMask;

    private QuantisedInitializer(
        WeightFormat format, IReadOnlyList<StoredMatrix> matrices, int paddedColumns, byte codeMask, params IReadOnlyList<PlannedTensor> tensors)
    {
        Format = format;
        this.matrices = matrices;
        this.paddedColumns = paddedColumns;
        this.codeMask = codeMask;
        Tensors = tensors;
    }

    public override IReadOnlyList<PlannedTensor> Tensors { get; }

    /// <summary>The format of the weights.</summary>
    public WeightFormat Format { get; }

    /// <summary>Weights in the layout of this project's operators.</summary>
    /// <param name="name">Name of the weight.</param>
    /// <param name="format">Int8 or Int4.</param>
    /// <param name="matrices">Matrices that lie below each other, their width a multiple of 32.</param>
    public static QuantisedInitializer ForOperators(string name, WeightFormat format, params IReadOnlyList<StoredMatrix> matrices)
    {
        long rows = matrices.Sum(matrix => matrix.Rows);
        int columns = matrices[0].Columns;
        OnnxElementType type = format == WeightFormat.Int8 ? OnnxElementType.Int8 : OnnxElementType.UInt8;
        return new QuantisedInitializer(
            format,
            matrices,
            columns,
            codeMask: 0,
            new PlannedTensor(name, type, rows, format.RowBytes(columns)),
            new PlannedTensor($"{name}.scales", OnnxElementType.Float, rows, format.ScaleColumns(columns)));
    }

    /// <summary>
    /// Weights as com.microsoft MatMulNBits reads them: the last block of a row filled with zeros, 8-bit codes unsigned around 128, 4-bit
    /// codes around 8 as in this project's own layout.
    /// </summary>
    /// <param name="name">Name of the weight.</param>
    /// <param name="format">Int8 or Int4.</param>
    /// <param name="matrix">The weight [N, K].</param>
    public static QuantisedInitializer ForMatMulNBits(string name, WeightFormat format, StoredMatrix matrix)
    {
        int blocks = (matrix.Columns + WeightFormats.BlockWidth - 1) / WeightFormats.BlockWidth;
        return new QuantisedInitializer(
            format,
            [matrix],
            blocks * WeightFormats.BlockWidth,
            codeMask: format == WeightFormat.Int8 ? (byte)0x80 : (byte)0,
            new PlannedTensor(name, OnnxElementType.UInt8, matrix.Rows, blocks, format.RowBytes(WeightFormats.BlockWidth)),
            new PlannedTensor($"{name}.scales", OnnxElementType.Float, matrix.Rows, blocks));
    }

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace)
    {
        int columns = matrices[0].Columns;
        int rowBytes = (int)Format.RowBytes(paddedColumns);
        int scaleBytes = (int)Format.ScaleColumns(paddedColumns) * sizeof(float);
        RowBlocks.ForEach(matrices, workspace, (first, values) =>
        {
            int count = values.Length / columns;
            Memory<byte> codes = workspace.Codes(count * rowBytes);
            Memory<byte> scales = workspace.Scales(count * scaleBytes);
            Parallel.For(0, count, r => PackRow(
                values.Span.Slice(r * columns, columns),
                codes.Span.Slice(r * rowBytes, rowBytes),
                scales.Span.Slice(r * scaleBytes, scaleBytes)));
            targets[0].Write(first * rowBytes, codes.Span);
            targets[1].Write(first * scaleBytes, scales.Span);
        });
    }

    private void PackRow(ReadOnlySpan<float> row, Span<byte> codes, Span<byte> scales)
    {
        if (row.Length < paddedColumns)
        {
            float[] filled = new float[paddedColumns];
            row.CopyTo(filled);
            row = filled;
        }

        WeightRow.Pack(Format, row, codes, scales);
        foreach (ref byte code in codes)
        {
            code ^= codeMask;
        }
    }
}
