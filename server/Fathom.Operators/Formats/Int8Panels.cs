namespace Fathom.Operators.Formats;

/// <summary>
/// The layout of int8 matrices: panels of 16 rows, in which four neighbouring columns of all 16 rows stand together. A kernel reads such a panel from its beginning
/// to its end, and one vector of four-byte dot products holds the sums of as many rows, so nothing has to be summed across a vector.
/// </summary>
/// <remarks>
/// Within a panel the code of row r, column k is at ((k / 4) · 16 + r) · 4 + k mod 4, and the scale of row r, block b at b · 16 + r. A matrix whose number of rows is
/// not a multiple of 16 ends with rows of zeros.
/// </remarks>
public static class Int8Panels
{
    /// <summary>Rows in a panel.</summary>
    public const int Rows = 16;

    /// <summary>Neighbouring columns of a row that stand together.</summary>
    public const int Group = 4;

    /// <summary>Quantises the rows of one panel as <see cref="Int8Blocks.Quantise"/> does.</summary>
    /// <param name="rows">1 to 16 rows of K finite values one after the other; rows that are missing become zeros.</param>
    /// <param name="columns">K, a multiple of 32.</param>
    /// <param name="codes">Receives 16 · K codes.</param>
    /// <param name="scales">Receives 16 · K / 32 scales, each ≥ 0.</param>
    /// <exception cref="ArgumentException">A length does not fit or a value is not finite.</exception>
    public static void Quantise(ReadOnlySpan<float> rows, int columns, Span<sbyte> codes, Span<float> scales)
    {
        RowCheck.Blocks(WeightFormat.Int8, columns, codes.Length / Rows, scales.Length / Rows);
        codes.Clear();
        scales.Clear();
        sbyte[] row = new sbyte[columns];
        float[] rowScales = new float[columns / WeightFormats.BlockWidth];
        for (int r = 0; r < rows.Length / columns; r++)
        {
            Int8Blocks.Quantise(rows.Slice(r * columns, columns), row, rowScales);
            for (int k = 0; k < columns; k++)
            {
                codes[Place(r, k)] = row[k];
            }

            for (int b = 0; b < rowScales.Length; b++)
            {
                scales[(b * Rows) + r] = rowScales[b];
            }
        }
    }

    /// <summary>Writes q · scale for the first rows of a panel.</summary>
    /// <param name="codes">16 · K codes.</param>
    /// <param name="scales">16 · K / 32 scales.</param>
    /// <param name="columns">K, a multiple of 32.</param>
    /// <param name="rows">Receives 1 to 16 rows of K values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Dequantise(ReadOnlySpan<sbyte> codes, ReadOnlySpan<float> scales, int columns, Span<float> rows)
    {
        RowCheck.Blocks(WeightFormat.Int8, columns, codes.Length / Rows, scales.Length / Rows);
        for (int i = 0; i < rows.Length; i++)
        {
            (int r, int k) = (i / columns, i % columns);
            rows[i] = codes[Place(r, k)] * scales[(k / WeightFormats.BlockWidth * Rows) + r];
        }
    }

    private static int Place(int row, int column) => (((column / Group * Rows) + row) * Group) + (column % Group);
}
