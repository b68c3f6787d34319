namespace Fathom.Operators.Formats;

/// <summary>What every packed row must satisfy, said in one place so that all formats complain alike.</summary>
internal static class RowCheck
{
    /// <summary>Checks the three lengths of a row in blocks of 32.</summary>
    public static void Blocks(WeightFormat format, int columns, int codes, int scales)
    {
        if (columns % WeightFormats.BlockWidth != 0)
        {
            throw new ArgumentException($"A row of {columns} columns cannot be {format.Name()}; its width must be a multiple of {WeightFormats.BlockWidth}.");
        }

        Lengths(format, columns, codes, scales);
    }

    /// <summary>Checks that codes and scales have the lengths that <paramref name="columns"/> asks for.</summary>
    public static void Lengths(WeightFormat format, int columns, int codes, int scales)
    {
        if (codes != format.RowBytes(columns) || scales != format.ScaleColumns(columns))
        {
            throw new ArgumentException(
                $"A {format.Name()} row of {columns} columns has {format.RowBytes(columns)} bytes and {format.ScaleColumns(columns)} scales, not {codes} and {scales}.");
        }
    }

    /// <summary>Refuses NaN and infinities, which no scale can carry.</summary>
    public static void Finite(WeightFormat format, ReadOnlySpan<float> row)
    {
        for (int k = 0; k < row.Length; k++)
        {
            if (!float.IsFinite(row[k]))
            {
                throw new ArgumentException($"Column {k} is {row[k]}; only finite weights can be quantised to {format.Name()}.");
            }
        }
    }
}
