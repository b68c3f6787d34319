using Fathom.OnnxExport.Checkpoints;

namespace Fathom.OnnxExport.Initializers;

/// <summary>Goes through the rows of matrices that lie below each other, in blocks of bounded size.</summary>
internal static class RowBlocks
{
    /// <summary>Receives a block.</summary>
    /// <param name="first">Its first row, counted through all matrices.</param>
    /// <param name="values">Its rows, one after the other; valid during the call.</param>
    public delegate void Action(long first, Memory<float> values);

    /// <summary>Reads all rows of all matrices as floats.</summary>
    /// <param name="matrices">Matrices of the same width.</param>
    /// <param name="workspace">Lends the block's buffer.</param>
    /// <param name="action">Called for every block, in order.</param>
    public static void ForEach(IReadOnlyList<StoredMatrix> matrices, Workspace workspace, Action action)
    {
        int columns = matrices[0].Columns;
        int rowsPerBlock = Workspace.RowsPerBlock(columns);
        long offset = 0;
        foreach (StoredMatrix matrix in matrices)
        {
            for (long first = 0; first < matrix.Rows; first += rowsPerBlock)
            {
                workspace.ThrowIfCancelled();
                int count = (int)Math.Min(rowsPerBlock, matrix.Rows - first);
                Memory<float> block = workspace.Floats(count * columns);
                matrix.ReadRows(first, block.Span);
                action(offset + first, block);
            }

            offset += matrix.Rows;
        }
    }
}
