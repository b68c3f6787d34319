using System.Runtime.InteropServices;

namespace Fathom.OnnxExport.Onnx;

/// <summary>A tensor whose bytes (little endian, row major) are either here or in an external file.</summary>
internal sealed record OnnxTensor(string Name, OnnxElementType Type, IReadOnlyList<long> Shape)
{
    /// <summary>The bytes, where they are not external.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Where the bytes are, if not in <see cref="Data"/>.</summary>
    public ExternalData? External { get; init; }

    /// <summary>Size of the tensor in bytes.</summary>
    public long ByteCount => External?.Length ?? Data.Length;

    public static OnnxTensor Of(string name, ReadOnlySpan<float> values, params IReadOnlyList<long> shape) => Of(name, OnnxElementType.Float, values, shape);

    public static OnnxTensor Of(string name, ReadOnlySpan<long> values, params IReadOnlyList<long> shape) => Of(name, OnnxElementType.Int64, values, shape);

    public static OnnxTensor Of(string name, ReadOnlySpan<byte> values, params IReadOnlyList<long> shape) => Of(name, OnnxElementType.UInt8, values, shape);

    public static OnnxTensor Of(string name, ReadOnlySpan<sbyte> values, params IReadOnlyList<long> shape) => Of(name, OnnxElementType.Int8, values, shape);

    private static OnnxTensor Of<T>(string name, OnnxElementType type, ReadOnlySpan<T> values, IReadOnlyList<long> shape)
        where T : unmanaged
    {
        long count = shape.Aggregate(1L, (product, size) => checked(product * size));
        return count == values.Length
            ? new OnnxTensor(name, type, shape) { Data = MemoryMarshal.AsBytes(values).ToArray() }
            : throw new ArgumentException($"Tensor '{name}' of shape [{string.Join(", ", shape)}] needs {count} values, not {values.Length}.", nameof(values));
    }
}
