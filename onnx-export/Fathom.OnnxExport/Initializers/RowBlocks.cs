using Fathom.OnnxExport.Checkpoints;

namespace Fathom.OnnxExport.Initializers;

/// <summary>Goes through the rows of matrices that lie below each other, in blocks of bounded size.</summary>
internal static class RowBlocks
{
    /// <summary>Receives a block.</summary>
    /// <param name="first">Its first row, counted through all pieces, each with the rows that it is filled up with.</param>
    /// <param name="values">Its rows, one after the other; valid during the call.</param>
    public delegate void Action(long first, Memory<float> values);

    /// <summary>Reads all rows of all matrices as floats. A block is of one piece, and but for the last of a piece a multiple of 16 rows.</summary>
    /// <param name="matrices">Matrices of the same width.</param>
    /// <param name="workspace">Lends the block's buffer.</param>
    /// <param name="action">Called for every block, in order.</param>
    /// <param name="split">Into how many pieces of equal rows each matrix is cut.</param>
    /// <param name="paddedRows">How many rows a piece of so many takes in the result; as many where null.</param>
    public static void ForEach(
        IReadOnlyList<StoredMatrix> matrices, Workspace workspace, Action action, int split = 1, Func<long, long>? paddedRows = null)
    {
        int columns = matrices[0].Columns;
        int rowsPerBlock = Workspace.RowsPerBlock(columns);
        long offset = 0;
        foreach (StoredMatrix matrix in matrices)
        {
            long rows = matrix.Rows / split;
            for (long piece = 0; piece < matrix.Rows; piece += rows)
            {
                for (long first = 0; first < rows; first += rowsPerBlock)
                {
                    workspace.ThrowIfCancelled();
                    int count = (int)Math.Min(rowsPerBlock, rows - first);
                    Memory<float> block = workspace.Floats(count * columns);
                    matrix.ReadRows(piece + first, block.Span);
                    action(offset + first, block);
                }

                offset += paddedRows?.Invoke(rows) ?? rows;
            }
        }
    }
}
