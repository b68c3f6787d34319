using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>A packed matrix of N rows (outputs) and K columns (inputs) in memory that somebody else keeps alive and in place.</summary>
/// <param name="format">The format of the codes and scales.</param>
/// <param name="codes">Address of the weight tensor.</param>
/// <param name="scales">Address of the scales tensor; 0 for float32.</param>
/// <param name="rows">N.</param>
/// <param name="columns">K.</param>
internal readonly unsafe struct WeightView(WeightFormat format, nint codes, nint scales, int rows, int columns)
{
    private readonly byte* _codes = (byte*)codes;
    private readonly byte* _scales = (byte*)scales;

    /// <summary>The format of the codes and scales.</summary>
    public WeightFormat Format { get; } = format;

    /// <summary>N.</summary>
    public int Rows { get; } = rows;

    /// <summary>K.</summary>
    public int Columns { get; } = columns;

    /// <summary>Bytes of one row of codes.</summary>
    public nint RowBytes { get; } = (nint)format.RowBytes(columns);

    /// <summary>Bytes of one row of scales.</summary>
    public nint ScaleRowBytes { get; } = (nint)(format.ScaleColumns(columns) * format.ScaleBytes());

    /// <summary>The codes of row <paramref name="row"/>; for int8 those of a panel, <paramref name="row"/> its first.</summary>
    public byte* Codes(nint row) => _codes + (row * RowBytes);

    /// <summary>The scales of row <paramref name="row"/>; for float8 those of its tile row, for int8 those of a panel, <paramref name="row"/> its first.</summary>
    public byte* Scales(nint row) => _scales + ((Format == WeightFormat.Float8 ? row / Float8Tiles.TileWidth : row) * ScaleRowBytes);

    /// <summary>The matrix of the same shape that lies <paramref name="index"/> matrices further on in the same tensors.</summary>
    public WeightView Matrix(int index) =>
        new(Format, (nint)Codes(index * (nint)Format.PaddedRows(Rows)), (nint)(_scales + (index * (nint)Format.ScaleRows(Rows) * ScaleRowBytes)), Rows, Columns);
}
