using System.Runtime.InteropServices;

namespace Fathom.Operators.Formats;

/// <summary>Rows of a weight matrix, packed or unpacked, in whatever format; bytes as they lie in the tensors, little endian.</summary>
public static class WeightRows
{
    /// <summary>Packs rows of floats as float32, int8 or int4. The published formats float4 and float8 are only ever read.</summary>
    /// <param name="format">Float32, Int8 or Int4.</param>
    /// <param name="rows">N rows of K values; finite; K a multiple of 32 unless float32.</param>
    /// <param name="columns">K.</param>
    /// <param name="weight">Receives the weight tensor: <see cref="WeightFormats.RowBytes"/> for each of <see cref="WeightFormats.PaddedRows"/> rows.</param>
    /// <param name="scales">Receives the scales tensor as bytes, K/32 floats a row; empty for float32.</param>
    /// <exception cref="ArgumentException">A length does not fit, a value is not finite, or the format cannot be written.</exception>
    public static void Pack(WeightFormat format, ReadOnlySpan<float> rows, int columns, Span<byte> weight, Span<byte> scales)
    {
        if (format == WeightFormat.Float32)
        {
            MemoryMarshal.AsBytes(rows).CopyTo(weight);
            return;
        }

        int step = (int)format.PaddedRows(1);
        int rowBytes = (int)format.RowBytes(columns) * step;
        int scaleBytes = (int)format.ScaleColumns(columns) * sizeof(float) * step;
        for (int i = 0; i * step * columns < rows.Length; i++)
        {
            ReadOnlySpan<float> values = rows.Slice(i * step * columns, Math.Min(step * columns, rows.Length - (i * step * columns)));
            Span<byte> codes = weight.Slice(i * rowBytes, rowBytes);
            Span<float> powers = MemoryMarshal.Cast<byte, float>(scales.Slice(i * scaleBytes, scaleBytes));
            switch (format)
            {
                case WeightFormat.Int8:
                    Int8Panels.Quantise(values, columns, MemoryMarshal.Cast<byte, sbyte>(codes), powers);
                    break;
                case WeightFormat.Int4:
                    Int4Blocks.Quantise(values, codes, powers);
                    break;
                default:
                    throw new ArgumentException($"Weights cannot be quantised to {format.Name()}; choose float32, int8 or int4.");
            }
        }
    }

    /// <summary>Unpacks the first rows of a matrix of any format to floats.</summary>
    /// <param name="format">The format.</param>
    /// <param name="weight">The weight tensor of the matrix.</param>
    /// <param name="scales">The scales tensor of the matrix.</param>
    /// <param name="columns">K.</param>
    /// <param name="rows">Receives N rows of K values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Unpack(WeightFormat format, ReadOnlySpan<byte> weight, ReadOnlySpan<byte> scales, int columns, Span<float> rows)
    {
        int step = (int)format.PaddedRows(1);
        int rowBytes = (int)format.RowBytes(columns) * step;
        int scaleBytes = (int)format.ScaleColumns(columns) * format.ScaleBytes() * step;
        for (int i = 0; i * step * columns < rows.Length; i++)
        {
            Span<float> values = rows.Slice(i * step * columns, Math.Min(step * columns, rows.Length - (i * step * columns)));
            int scaleRow = format == WeightFormat.Float8 ? i / Float8Tiles.TileWidth : i;
            UnpackPiece(format, weight.Slice(i * rowBytes, rowBytes), scales.Slice(scaleRow * scaleBytes, scaleBytes), columns, values);
        }
    }

    private static void UnpackPiece(WeightFormat format, ReadOnlySpan<byte> weight, ReadOnlySpan<byte> scales, int columns, Span<float> values)
    {
        switch (format)
        {
            case WeightFormat.Float32:
                MemoryMarshal.Cast<byte, float>(weight).CopyTo(values);
                break;
            case WeightFormat.Int8:
                Int8Panels.Dequantise(MemoryMarshal.Cast<byte, sbyte>(weight), MemoryMarshal.Cast<byte, float>(scales), columns, values);
                break;
            case WeightFormat.Int4:
                Int4Blocks.Dequantise(weight, MemoryMarshal.Cast<byte, float>(scales), values);
                break;
            case WeightFormat.Float4:
                Float4Blocks.Dequantise(weight, scales, values);
                break;
            default:
                Float8Tiles.DequantiseRow(weight, scales, values);
                break;
        }
    }
}
