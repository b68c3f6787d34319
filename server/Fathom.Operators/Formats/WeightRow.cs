using System.Runtime.InteropServices;

namespace Fathom.Operators.Formats;

/// <summary>One row of a weight matrix, packed or unpacked, in whatever format; bytes as they lie in the tensors, little endian.</summary>
public static class WeightRow
{
    /// <summary>Packs a row of floats as float32, int8 or int4. The published formats float4 and float8 are only ever read.</summary>
    /// <param name="format">Float32, Int8 or Int4.</param>
    /// <param name="row">The K values; finite; K a multiple of 32 unless float32.</param>
    /// <param name="weight">Receives the row of the weight tensor, <see cref="WeightFormats.RowBytes"/> bytes.</param>
    /// <param name="scales">Receives the row of the scales tensor, K/32 floats as bytes; empty for float32.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is not finite, or the format cannot be written.</exception>
    public static void Pack(WeightFormat format, ReadOnlySpan<float> row, Span<byte> weight, Span<byte> scales)
    {
        switch (format)
        {
            case WeightFormat.Float32:
                MemoryMarshal.AsBytes(row).CopyTo(weight);
                break;
            case WeightFormat.Int8:
                Int8Blocks.Quantise(row, MemoryMarshal.Cast<byte, sbyte>(weight), MemoryMarshal.Cast<byte, float>(scales));
                break;
            case WeightFormat.Int4:
                Int4Blocks.Quantise(row, weight, MemoryMarshal.Cast<byte, float>(scales));
                break;
            default:
                throw new ArgumentException($"Weights cannot be quantised to {format.Name()}; choose float32, int8 or int4.");
        }
    }

    /// <summary>Unpacks one row of any format to floats.</summary>
    /// <param name="format">The format.</param>
    /// <param name="weight">The row of the weight tensor.</param>
    /// <param name="scales">The row of the scales tensor that belongs to it; for float8 that of its tile row, r / 128.</param>
    /// <param name="row">Receives the K values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Unpack(WeightFormat format, ReadOnlySpan<byte> weight, ReadOnlySpan<byte> scales, Span<float> row)
    {
        switch (format)
        {
            case WeightFormat.Float32:
                MemoryMarshal.Cast<byte, float>(weight).CopyTo(row);
                break;
            case WeightFormat.Int8:
                Int8Blocks.Dequantise(MemoryMarshal.Cast<byte, sbyte>(weight), MemoryMarshal.Cast<byte, float>(scales), row);
                break;
            case WeightFormat.Int4:
                Int4Blocks.Dequantise(weight, MemoryMarshal.Cast<byte, float>(scales), row);
                break;
            case WeightFormat.Float4:
                Float4Blocks.Dequantise(weight, scales, row);
                break;
            default:
                Float8Tiles.DequantiseRow(weight, scales, row);
                break;
        }
    }
}
