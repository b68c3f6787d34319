using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Fathom.Inference.Safetensors;

/// <summary>Sizes of element types, and their values as floats.</summary>
public static class SafetensorsTypes
{
    /// <summary>Bytes per element.</summary>
    public static int ByteSize(this SafetensorsType type) => type switch
    {
        SafetensorsType.I64 => 8,
        SafetensorsType.F32 or SafetensorsType.I32 => 4,
        SafetensorsType.BF16 or SafetensorsType.F16 => 2,
        _ => 1,
    };

    /// <summary>Whether elements are plain floating-point numbers that need no scale: F32, BF16 or F16.</summary>
    public static bool IsFloat(this SafetensorsType type) => type is SafetensorsType.F32 or SafetensorsType.BF16 or SafetensorsType.F16;

    /// <summary>Widens little-endian F32, BF16 or F16 elements to floats, exactly.</summary>
    /// <param name="type">F32, BF16 or F16.</param>
    /// <param name="bytes">The elements.</param>
    /// <param name="values">Receives as many floats as there are elements.</param>
    /// <exception cref="ArgumentException">Another type, or lengths that do not fit.</exception>
    public static void ToFloats(this SafetensorsType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (!type.IsFloat() || bytes.Length != values.Length * type.ByteSize())
        {
            throw new ArgumentException($"{bytes.Length} bytes of {type} are not {values.Length} floats.", nameof(bytes));
        }

        switch (type)
        {
            case SafetensorsType.F32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
                break;
            case SafetensorsType.F16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), values);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                }

                break;
        }
    }
}
