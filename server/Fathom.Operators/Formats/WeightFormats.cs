namespace Fathom.Operators.Formats;

/// <summary>Names and sizes of the weight formats, and packing of one row whatever its format.</summary>
public static class WeightFormats
{
    /// <summary>Columns that share one scale in the block formats (int8, int4, float4).</summary>
    public const int BlockWidth = 32;

    /// <summary>The <c>format</c> attribute of the operators: float32, int8, int4, float4 or float8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the enumeration.</exception>
    public static string Name(this WeightFormat format) => format switch
    {
        WeightFormat.Float32 => "float32",
        WeightFormat.Int8 => "int8",
        WeightFormat.Int4 => "int4",
        WeightFormat.Float4 => "float4",
        WeightFormat.Float8 => "float8",
        _ => throw Unknown(format),
    };

    /// <summary>The format that an attribute names.</summary>
    /// <exception cref="ArgumentException">The name is not one of the five.</exception>
    public static WeightFormat Parse(string name) => name switch
    {
        "float32" => WeightFormat.Float32,
        "int8" => WeightFormat.Int8,
        "int4" => WeightFormat.Int4,
        "float4" => WeightFormat.Float4,
        "float8" => WeightFormat.Float8,
        _ => throw new ArgumentException($"'{name}' is not a weight format; use float32, int8, int4, float4 or float8."),
    };

    /// <summary>True for the formats whose rows are cut into blocks of <see cref="BlockWidth"/>, so that the width must be a multiple of it.</summary>
    public static bool IsBlocked(this WeightFormat format) => format is WeightFormat.Int8 or WeightFormat.Int4 or WeightFormat.Float4;

    /// <summary>Bytes of the weight tensor for one row of <paramref name="columns"/> elements.</summary>
    public static long RowBytes(this WeightFormat format, long columns) => format switch
    {
        WeightFormat.Float32 => columns * sizeof(float),
        WeightFormat.Int8 or WeightFormat.Float8 => columns,
        WeightFormat.Int4 or WeightFormat.Float4 => columns / 2,
        _ => throw Unknown(format),
    };

    /// <summary>Elements of the scales tensor in one of its rows: 0 for float32, blocks of 32 for the block formats, tiles of 128 for float8.</summary>
    public static long ScaleColumns(this WeightFormat format, long columns) => format switch
    {
        WeightFormat.Float32 => 0,
        WeightFormat.Int8 or WeightFormat.Int4 or WeightFormat.Float4 => columns / BlockWidth,
        WeightFormat.Float8 => (columns + Float8Tiles.TileWidth - 1) / Float8Tiles.TileWidth,
        _ => throw Unknown(format),
    };

    /// <summary>Rows that the tensors have room for in one matrix of <paramref name="rows"/> rows: as many, except that int8 fills its panels up.</summary>
    public static long PaddedRows(this WeightFormat format, long rows) =>
        format == WeightFormat.Int8 ? (rows + Int8Panels.Rows - 1) / Int8Panels.Rows * Int8Panels.Rows : rows;

    /// <summary>Rows of scales for one matrix of <paramref name="rows"/> rows: <see cref="PaddedRows"/>, except for float8 (tiles of 128) and float32 (none).</summary>
    public static long ScaleRows(this WeightFormat format, long rows) => format switch
    {
        WeightFormat.Float32 => 0,
        WeightFormat.Float8 => (rows + Float8Tiles.TileWidth - 1) / Float8Tiles.TileWidth,
        _ => format.PaddedRows(rows),
    };

    /// <summary>Bytes of one element of the scales tensor: 4 (float) for int8 and int4, 1 (e8m0) for float4 and float8, 0 for float32.</summary>
    public static int ScaleBytes(this WeightFormat format) => format switch
    {
        WeightFormat.Float32 => 0,
        WeightFormat.Int8 or WeightFormat.Int4 => sizeof(float),
        _ => 1,
    };

    private static ArgumentOutOfRangeException Unknown(WeightFormat format) =>
        new(nameof(format), format, $"{(int)format} is not a weight format.");
}
