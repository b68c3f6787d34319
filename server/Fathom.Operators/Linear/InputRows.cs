namespace Fathom.Operators.Linear;

/// <summary>Input rows as a kernel reads them: floats, or what <see cref="LinearKernel.Prepare"/> made of them.</summary>
/// <param name="first">The first row in memory.</param>
/// <param name="stride">Bytes from one row to the next in memory.</param>
/// <param name="count">How many rows to multiply.</param>
/// <param name="indices">Which rows in memory, <paramref name="count"/> of them; null for 0, 1, 2, ….</param>
internal readonly unsafe struct InputRows(void* first, nint stride, int count, int* indices = null)
{
    private readonly byte* _first = (byte*)first;

    /// <summary>How many rows to multiply.</summary>
    public int Count { get; } = count;

    /// <summary>Row <paramref name="t"/> of those to multiply.</summary>
    public byte* Row(int t) => _first + ((indices is null ? t : indices[t]) * stride);
}
