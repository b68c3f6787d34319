using Fathom.Operators.Formats;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Linear;

/// <summary>
/// y[t, r] = Σ_k W[r, k] · x[t, k] for one weight format on one vector path. Stateless.
/// </summary>
/// <remarks>
/// Each (t, r) is computed by the same operations in the same order whatever the number of input rows and however the output rows are
/// divided among threads, so prefill, decode and every chunking of a text agree to the bit. Inner loops are compiled with full optimisation at their first call:
/// the quick code that the runtime begins with is ten to twenty times slower, and a person waits for the first completion.
/// </remarks>
internal abstract unsafe class LinearKernel
{
    /// <summary>Weight rows that the kernels of row after row work on at once.</summary>
    public const int TileRows = 4;

    private static readonly LinearKernel[] Chosen = [.. Enum.GetValues<WeightFormat>().Select(format => For(format, VectorPaths.Best))];

    /// <summary>The kernel for a format on the best path of this process.</summary>
    public static LinearKernel For(WeightFormat format) => Chosen[(int)format];

    /// <summary>The kernel for a format on a given path.</summary>
    public static LinearKernel For(WeightFormat format, VectorPath path) => format switch
    {
        WeightFormat.Int8 => path == VectorPath.Portable ? new Int8PortableKernel() : new Int8Kernel(),
        WeightFormat.Int4 => path == VectorPath.Portable ? new Int4PortableKernel() : new Int4Kernel(),
        WeightFormat.Float4 => Floats<Float4Rows>(path),
        WeightFormat.Float8 => Floats<Float8Rows>(path),
        _ => Floats<Float32Rows>(path),
    };

    /// <summary>Bytes of one prepared input row of <paramref name="columns"/> values; 0 where the kernel reads plain floats.</summary>
    public virtual int PreparedBytes(int columns) => 0;

    /// <summary>Turns one input row of floats into what <see cref="Run"/> reads; only where <see cref="PreparedBytes"/> is not 0.</summary>
    public virtual void Prepare(float* input, int columns, byte* prepared) =>
        throw new NotSupportedException("This kernel reads plain floats.");

    /// <summary>Computes output columns <paramref name="firstRow"/>…<paramref name="endRow"/>−1, one per weight row, of every input row.</summary>
    /// <param name="weight">W [N, K].</param>
    /// <param name="firstRow">First weight row.</param>
    /// <param name="endRow">One past the last weight row; at most N.</param>
    /// <param name="input">The rows x[t], floats or prepared.</param>
    /// <param name="output">y[0, 0]; y[t, r] is at t · <paramref name="outputStride"/> + r.</param>
    /// <param name="outputStride">Floats from one output row to the next.</param>
    public abstract void Run(in WeightView weight, int firstRow, int endRow, in InputRows input, float* output, nint outputStride);

    private static LinearKernel Floats<TRows>(VectorPath path)
        where TRows : struct, IFloatRows => path switch
        {
            VectorPath.Vector512 => new FloatKernel<TRows, Lanes512>(),
            VectorPath.Vector256 => new FloatKernel<TRows, Lanes256>(),
            _ => new FloatKernel<TRows, Lanes128>(),
        };
}
