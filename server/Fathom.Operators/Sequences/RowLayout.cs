namespace Fathom.Operators.Sequences;

/// <summary>How a page of rows lies in memory.</summary>
[Flags]
internal enum RowLayout
{
    /// <summary>Row after row, each padded with zeros to a multiple of 32 floats: for sums over rows.</summary>
    Rows = 1,

    /// <summary>Panels of 16 rows, each stored column after column (element (d, r) at 16·d + r): for dot products of many rows with one vector.</summary>
    Panels = 2,

    /// <summary>Both.</summary>
    RowsAndPanels = Rows | Panels,
}
