using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Initializers;

/// <summary>Buffers that one export reuses from block to block and from tensor to tensor, so that its memory does not grow with the model.</summary>
/// <param name="cancellation">Cancels the export.</param>
internal sealed class Workspace(CancellationToken cancellation)
{
    /// <summary>Bytes of floats that a block holds at most, unless the rows that are packed together need more.</summary>
    private const int BlockBytes = 4 << 20;

    private float[] floats = [];
    private byte[] codes = [];
    private byte[] scales = [];

    /// <summary>Rows of <paramref name="columns"/> floats that make one block: whole panels.</summary>
    public static int RowsPerBlock(int columns) => Math.Max(1, BlockBytes / sizeof(float) / columns / Int8Panels.Rows) * Int8Panels.Rows;

    /// <summary>Throws if the export was cancelled; called once per block.</summary>
    public void ThrowIfCancelled() => cancellation.ThrowIfCancellationRequested();

    /// <summary>The first floats of the buffer for values; a later call gives the same memory.</summary>
    public Memory<float> Floats(int length) => Grown(ref floats, length);

    /// <summary>The first bytes of the buffer for converted weights; a later call gives the same memory.</summary>
    public Memory<byte> Codes(int length) => Grown(ref codes, length);

    /// <summary>The first bytes of the buffer for scales; a later call gives the same memory.</summary>
    public Memory<byte> Scales(int length) => Grown(ref scales, length);

    private static Memory<T> Grown<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[length];
        }

        return buffer.AsMemory(0, length);
    }
}
