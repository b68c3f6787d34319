using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Initializers;

/// <summary>Weights copied as they were published, float8 or float4 with e8m0 scales: nothing is rounded again.</summary>
internal sealed class PublishedInitializer : Initializer
{
    private const int CopyBytes = 4 << 20;

    private readonly int split;
    private readonly IReadOnlyList<StoredMatrix> matrices;

    /// <param name="name">Name of the weight; its scales add ".scales".</param>
    /// <param name="split">Into how many matrices of equal rows, each with tiles of its own, every stored matrix is cut.</param>
    /// <param name="matrices">Matrices of one shape and format that lie below each other.</param>
    public PublishedInitializer(string name, int split, params IReadOnlyList<StoredMatrix> matrices)
    {
        Format = matrices[0].Format;
        this.split = split;
        this.matrices = matrices;
        long rows = matrices[0].Rows;
        int columns = matrices[0].Columns;
        long pieces = matrices.Count * split;
        long scaleColumns = Format.ScaleColumns(columns);
        IReadOnlyList<long> scales = Format == WeightFormat.Float4 ? [rows * matrices.Count, scaleColumns]
            : pieces == 1 ? [Format.ScaleRows(rows), scaleColumns]
            : [pieces, Format.ScaleRows(rows / split), scaleColumns];
        Tensors =
        [
            new(name, OnnxElementType.UInt8, rows * matrices.Count, Format.RowBytes(columns)),
            new($"{name}.scales", OnnxElementType.UInt8, scales),
        ];
    }

    public override IReadOnlyList<PlannedTensor> Tensors { get; }

    /// <summary>The format of the weights.</summary>
    public WeightFormat Format { get; }

    /// <summary>Whether matrices can be kept as stored: all quantised alike, and no tile belongs to two of the pieces that they are cut into.</summary>
    public static bool Fits(int split, params IReadOnlyList<StoredMatrix> matrices)
    {
        WeightFormat format = matrices[0].Format;
        long pieceRows = matrices[0].Rows / split;
        bool tilesStayWhole = format != WeightFormat.Float8 || split == 1
            || pieceRows % Float8Tiles.TileWidth == 0 || Float8Tiles.TileWidth % pieceRows == 0;
        return format != WeightFormat.Float32 && tilesStayWhole && matrices.All(matrix => matrix.Format == format);
    }

    public override void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace)
    {
        for (int m = 0; m < matrices.Count; m++)
        {
            CopyCodes(matrices[m], targets[0], m * Tensors[0].ByteCount / matrices.Count, workspace);
            CopyScales(matrices[m], targets[1], m * Tensors[1].ByteCount / matrices.Count, workspace);
        }
    }

    private void CopyCodes(StoredMatrix matrix, ITensorTarget target, long offset, Workspace workspace)
    {
        int rowBytes = (int)Format.RowBytes(matrix.Columns);
        int rowsPerBlock = (int)Math.Min(Math.Max(1, CopyBytes / rowBytes), matrix.Rows);
        for (long first = 0; first < matrix.Rows; first += rowsPerBlock)
        {
            workspace.ThrowIfCancelled();
            Span<byte> block = workspace.Codes((int)Math.Min(rowsPerBlock, matrix.Rows - first) * rowBytes).Span;
            matrix.ReadCodes(first, block);
            target.Write(offset + (first * rowBytes), block);
        }
    }

    private void CopyScales(StoredMatrix matrix, ITensorTarget target, long offset, Workspace workspace)
    {
        int columns = (int)Format.ScaleColumns(matrix.Columns);
        long pieceRows = matrix.Rows / split;
        int scaleRows = (int)Format.ScaleRows(pieceRows);
        Span<byte> scales = workspace.Scales(scaleRows * columns).Span;
        for (int piece = 0; piece < split; piece++)
        {
            // A piece smaller than a tile shares the stored tile's scale with its neighbours.
            long first = Format == WeightFormat.Float8 ? piece * pieceRows / Float8Tiles.TileWidth : piece * pieceRows;
            matrix.ReadScaleCodes(first, scales);
            target.Write(offset + (piece * scales.Length), scales);
        }
    }
}
