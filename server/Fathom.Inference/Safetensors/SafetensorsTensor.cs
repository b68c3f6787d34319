namespace Fathom.Inference.Safetensors;

/// <summary>A tensor of a safetensors file: where its bytes are and what they mean. Bytes are little endian, rows last axis first.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="File">The file that holds it.</param>
/// <param name="Offset">Position of its first byte in the file.</param>
/// <param name="ByteCount">Its size in bytes.</param>
public sealed record SafetensorsTensor(
    string Name, SafetensorsType Type, IReadOnlyList<long> Shape, SafetensorsFile File, long Offset, long ByteCount)
{
    /// <summary>Number of elements.</summary>
    public long ElementCount => ByteCount / Type.ByteSize();

    /// <summary>Reads a slice of the tensor's bytes.</summary>
    /// <param name="start">First byte, counted from the tensor's beginning.</param>
    /// <param name="destination">Receives the bytes; the slice must lie inside the tensor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slice reaches outside the tensor.</exception>
    /// <exception cref="EndOfStreamException">The file became shorter since it was opened.</exception>
    public void Read(long start, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + destination.Length, ByteCount, nameof(destination));
        File.Read(Offset + start, destination);
    }

    /// <summary>Reads the whole tensor as floats.</summary>
    /// <exception cref="InvalidDataException">The elements are not F32, BF16 or F16.</exception>
    public float[] ReadFloats()
    {
        if (!Type.IsFloat())
        {
            throw new InvalidDataException($"Tensor '{Name}' in {File.Path} is {Type}, but floating-point numbers are needed.");
        }

        byte[] bytes = new byte[ByteCount];
        Read(0, bytes);
        float[] values = new float[ElementCount];
        Type.ToFloats(bytes, values);
        return values;
    }
}
