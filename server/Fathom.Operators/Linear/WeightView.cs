using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>A packed matrix of N rows (outputs) and K columns (inputs) in memory that somebody else keeps alive and in place.</summary>
internal readonly unsafe struct WeightView(WeightFormat format, void* codes, void* scales, int rows, int columns)
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

    /// <summary>The codes of row <paramref name="row"/>.</summary>
    public byte* Codes(int row) => _codes + (row * RowBytes);

    /// <summary>The scales of row <paramref name="row"/>; for float8 those of its tile row.</summary>
    public byte* Scales(int row) => _scales + ((Format == WeightFormat.Float8 ? row / Float8Tiles.TileWidth : row) * ScaleRowBytes);

    /// <summary>The matrix of the same shape that lies <paramref name="index"/> matrices further on in the same tensors.</summary>
    public WeightView Matrix(int index) =>
        new(Format, _codes + (index * Rows * RowBytes), _scales + (index * (nint)Format.ScaleRows(Rows) * ScaleRowBytes), Rows, Columns);
}
