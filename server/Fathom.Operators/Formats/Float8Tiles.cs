namespace Fathom.Operators.Formats;

/// <summary>Matrices in the published format float8: w = e4m3 · 2^(s − 127), one e8m0 scale per tile of 128 × 128.</summary>
public static class Float8Tiles
{
    /// <summary>Rows and columns of a tile; the last tile of a row or column may be smaller.</summary>
    public const int TileWidth = 128;

    /// <summary>Writes the K values of one row; exact.</summary>
    /// <param name="codes">The K codes of row r.</param>
    /// <param name="scales">The ⌈K / 128⌉ scales of tile row r / 128.</param>
    /// <param name="row">Receives K values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void DequantiseRow(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> row)
    {
        RowCheck.Lengths(WeightFormat.Float8, row.Length, codes.Length, scales.Length);
        ReadOnlySpan<float> values = E4M3.Values;
        for (int k = 0; k < row.Length; k++)
        {
            row[k] = values[codes[k]] * E8M0.Values[scales[k / TileWidth]];
        }
    }

    /// <summary>Writes all N · K values of one matrix, row after row; exact.</summary>
    /// <param name="codes">N · K codes.</param>
    /// <param name="scales">⌈N / 128⌉ · ⌈K / 128⌉ scales.</param>
    /// <param name="columns">K; at least 1.</param>
    /// <param name="matrix">Receives N · K values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Dequantise(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, int columns, Span<float> matrix)
    {
        int tiles = (int)WeightFormat.Float8.ScaleColumns(columns);
        int rows = matrix.Length / columns;
        if (codes.Length != matrix.Length || rows * columns != matrix.Length || scales.Length != WeightFormat.Float8.ScaleRows(rows) * tiles)
        {
            throw new ArgumentException(
                $"A float8 matrix of {rows} × {columns} has {rows * columns} codes and {WeightFormat.Float8.ScaleRows(rows) * tiles} scales, not {codes.Length} and {scales.Length}.");
        }

        for (int r = 0; r < rows; r++)
        {
            DequantiseRow(codes.Slice(r * columns, columns), scales.Slice(r / TileWidth * tiles, tiles), matrix.Slice(r * columns, columns));
        }
    }
}
