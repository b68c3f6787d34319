using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Initializers;

/// <summary>Weights quantised to int8 or int4 in blocks of 32 along the input, in the layout of this project's operators, and their scales, "NAME.scales".</summary>
internal sealed class QuantisedInitializer : Initializer
{
    /// <summary>Rows that one thread packs at a time: a panel of int8.</summary>
    private const int PackedRows = Int8Panels.Rows;

    private readonly IReadOnlyList<StoredMatrix> matrices;
    private readonly int split;

    /// <param name="name">Name of the weight.</param>
    /// <param name="format">Int8 or Int4.</param>
    /// <param name="split">Into how many matrices of equal rows each stored matrix is cut.</param>
    /// <param name="matrices">Matrices that lie below each other, their width a multiple of 32.</param>
    public QuantisedInitializer(string name, WeightFormat format, int split, params IReadOnlyList<StoredMatrix> matrices)
    {
        Format = format;
        this.matrices = matrices;
        this.split = split;
        long rows = matrices.Sum(matrix => split * format.PaddedRows(matrix.Rows / split));
        int columns = matrices[0].Columns;
        long blocks = format.ScaleColumns(columns);
        long panels = rows / Int8Panels.Rows;
        Tensors = format == WeightFormat.Int8
            ?
            [
                new(name, OnnxElementType.Int8, panels, columns / Int8Panels.Group, Int8Panels.Rows, Int8Panels.Group),
                new($"{name}.scales", OnnxElementType.Float, panels, blocks, Int8Panels.Rows),
            ]
            :
            [
                new(name, OnnxElementType.UInt8, rows, format.RowBytes(columns)),
                new($"{name}.scales", OnnxElementType.Float, rows, blocks),
            ];
    }

    public override IReadOnlyList<PlannedTensor> Tensors { get; }

    /// <summary>The format of the weights.</summary>
    public WeightFormat Format { get; }

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace)
    {
        int columns = matrices[0].Columns;
        int rowBytes = (int)Format.RowBytes(columns);
        int scaleBytes = (int)Format.ScaleColumns(columns) * sizeof(float);
        RowBlocks.ForEach(matrices, workspace, Pack, split, rows => Format.PaddedRows(rows));

        void Pack(long first, Memory<float> values)
        {
            int count = values.Length / columns;
            int padded = (int)Format.PaddedRows(count);
            Memory<byte> codes = workspace.Codes(padded * rowBytes);
            Memory<byte> scales = workspace.Scales(padded * scaleBytes);
            Parallel.For(0, (count + PackedRows - 1) / PackedRows, i =>
            {
                int row = i * PackedRows;
                int rows = Math.Min(PackedRows, count - row);
                int paddedRows = (int)Format.PaddedRows(rows);
                WeightRows.Pack(
                    Format,
                    values.Span.Slice(row * columns, rows * columns),
                    columns,
                    codes.Span.Slice(row * rowBytes, paddedRows * rowBytes),
                    scales.Span.Slice(row * scaleBytes, paddedRows * scaleBytes));
            });
            targets[0].Write(first * rowBytes, codes.Span);
            targets[1].Write(first * scaleBytes, scales.Span);
        }
    }
}
