namespace Fathom.Operators.Attention;

/// <summary>
/// Where the state of one sequence lies during one run: pointers to the rows and panels that the segment's queries may see. Valid while the kernel
/// holds the layer states.
/// </summary>
internal unsafe struct SegmentView
{
    /// <summary>First row of the segment in the run.</summary>
    internal int FirstRow;

    /// <summary>Rows in the segment.</summary>
    internal int Rows;

    /// <summary>Position of the first row.</summary>
    internal int FirstPosition;

    /// <summary>Pointers to key rows; [i] is the key of position <see cref="KeyBase"/> + i. The base is a multiple of 16.</summary>
    internal float** KeyRows;

    /// <summary>Pointers to key panels; [i] holds the positions from <see cref="KeyBase"/> + 16 i on.</summary>
    internal float** KeyPanels;

    /// <summary>Position of the first pointer in <see cref="KeyRows"/>.</summary>
    internal int KeyBase;

    /// <summary>Pointers to all entries.</summary>
    internal float** EntryRows;

    /// <summary>Pointers to all panels of entries.</summary>
    internal float** EntryPanels;

    /// <summary>Pointers to all panels of the indexer's entries.</summary>
    internal float** IndexPanels;
}
