namespace Fathom.Operators.OnnxRuntime;

/// <summary>An input of a node during one run: its elements in row-major order, and its shape.</summary>
internal readonly ref struct InputTensor<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape)
    where T : unmanaged
{
    /// <summary>The elements.</summary>
    internal ReadOnlySpan<T> Data { get; } = data;

    /// <summary>The dimensions; empty for a scalar.</summary>
    internal ReadOnlySpan<long> Shape { get; } = shape;
}
