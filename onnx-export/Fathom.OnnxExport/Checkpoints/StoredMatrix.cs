using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Fathom.Inference.Safetensors;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Checkpoints;

/// <summary>A matrix of the checkpoint, read by rows, either as floats (dequantised exactly) or as it is stored.</summary>
/// <param name="weight">The weight; a stack of matrices counts as one matrix with all their rows.</param>
/// <param name="scale">Its scales: e8m0 or F32 per 128 × 128 tile for float8, e8m0 per 32 columns for float4, none for floats.</param>
internal sealed class StoredMatrix(SafetensorsTensor weight, SafetensorsTensor? scale)
{
    private const byte E8M0NaN = 255;

    /// <summary>The two NaN codes of e4m3.</summary>
    private static readonly byte[] Float8NaN = [0x7F, 0xFF];

    /// <summary>How the weights are stored; <see cref="WeightFormat.Float32"/> stands for any floating-point type.</summary>
    public WeightFormat Format { get; } = weight.Type switch
    {
        SafetensorsType.F8_E4M3 => WeightFormat.Float8,
        SafetensorsType.I8 => WeightFormat.Float4,
        _ => WeightFormat.Float32,
    };

    /// <summary>Element type of the weight tensor.</summary>
    public SafetensorsType Type => weight.Type;

    /// <summary>K, counted in weights.</summary>
    public int Columns { get; } = checked((int)(weight.Type == SafetensorsType.I8 ? weight.Shape[^1] * 2 : weight.Shape[^1]));

    /// <summary>N; all matrices of a stack together.</summary>
    public long Rows { get; } = weight.ByteCount == 0 ? 0 : weight.ElementCount / weight.Shape[^1];

    /// <summary>What messages call it.</summary>
    public string Description => $"'{weight.Name}' in {weight.File.Path}";

    /// <summary>Reads rows as floats.</summary>
    /// <param name="first">First row.</param>
    /// <param name="values">Receives whole rows.</param>
    /// <exception cref="InvalidDataException">A value is NaN or infinite.</exception>
    public void ReadRows(long first, Span<float> values)
    {
        int count = values.Length / Columns;
        int rowBytes = checked((int)(weight.ByteCount / Rows));
        byte[] codes = ArrayPool<byte>.Shared.Rent(count * rowBytes);
        try
        {
            Span<byte> stored = codes.AsSpan(0, count * rowBytes);
            ReadCodes(first, stored);
            switch (Format)
            {
                case WeightFormat.Float8:
                    FromFloat8(first, stored, values);
                    break;
                case WeightFormat.Float4:
                    FromFloat4(first, stored, values);
                    break;
                default:
                    weight.Type.ToFloats(stored, values);
                    break;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(codes);
        }

        if (!TensorPrimitives.IsFiniteAll<float>(values))
        {
            throw Damaged();
        }
    }

    /// <summary>Reads rows as they are stored.</summary>
    /// <param name="first">First row.</param>
    /// <param name="codes">Receives whole rows.</param>
    /// <exception cref="InvalidDataException">A float8 code is NaN.</exception>
    public void ReadCodes(long first, Span<byte> codes)
    {
        weight.Read(first * (weight.ByteCount / Rows), codes);
        if (Format == WeightFormat.Float8 && codes.ContainsAny(Float8NaN))
        {
            throw Damaged();
        }
    }

    /// <summary>Reads rows of the e8m0 scales; F32 scales become e8m0 where they are powers of two.</summary>
    /// <param name="first">First row of the scales tensor.</param>
    /// <param name="codes">Receives whole rows of it.</param>
    /// <exception cref="InvalidDataException">A scale is NaN or infinite, or an F32 scale is no power of two.</exception>
    public void ReadScaleCodes(long first, Span<byte> codes)
    {
        SafetensorsTensor scales = scale ?? throw new InvalidOperationException($"Tensor {Description} has no scales.");
        if (scales.Type == SafetensorsType.F8_E8M0)
        {
            scales.Read(first * scales.Shape[^1], codes);
            if (codes.Contains(E8M0NaN))
            {
                throw Damaged();
            }

            return;
        }

        float[] values = ReadScales(first, codes.Length);
        if (!TensorPrimitives.IsFiniteAll<float>(values))
        {
            throw Damaged();
        }

        for (int i = 0; i < values.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i]);
            codes[i] = (bits & 0x807F_FFFF) == 0 && bits != 0
                ? (byte)(bits >> 23)
                : throw new InvalidDataException(
                    $"The scales of tensor {Description} are no powers of two, so the published format cannot keep them; export with --weights int8 instead.");
        }
    }

    private InvalidDataException Damaged() => new($"Tensor {Description} has a value that is NaN or infinite; the checkpoint is damaged.");

    private float[] ReadScales(long first, int count)
    {
        float[] values = new float[count];
        if (scale!.Type == SafetensorsType.F8_E8M0)
        {
            byte[] codes = new byte[count];
            scale.Read(first * scale.Shape[^1], codes);
            for (int i = 0; i < count; i++)
            {
                values[i] = E8M0.Values[codes[i]];
            }
        }
        else
        {
            scale.Read(first * scale.Shape[^1] * sizeof(float), MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return values;
    }

    private void FromFloat8(long first, ReadOnlySpan<byte> codes, Span<float> values)
    {
        ReadOnlySpan<float> table = E4M3.Values;
        int count = values.Length / Columns;
        int tileColumns = (int)WeightFormat.Float8.ScaleColumns(Columns);
        long firstTile = first / Float8Tiles.TileWidth;
        long lastTile = (first + count - 1) / Float8Tiles.TileWidth;
        float[] scales = ReadScales(firstTile, checked((int)(lastTile - firstTile + 1) * tileColumns));
        for (int r = 0; r < count; r++)
        {
            ReadOnlySpan<float> rowScales = scales.AsSpan((int)(((first + r) / Float8Tiles.TileWidth) - firstTile) * tileColumns, tileColumns);
            ReadOnlySpan<byte> source = codes.Slice(r * Columns, Columns);
            Span<float> target = values.Slice(r * Columns, Columns);
            for (int k = 0; k < source.Length; k++)
            {
                target[k] = table[source[k]] * rowScales[k / Float8Tiles.TileWidth];
            }
        }
    }

    private void FromFloat4(long first, ReadOnlySpan<byte> codes, Span<float> values)
    {
        int count = values.Length / Columns;
        int blocks = Columns / WeightFormats.BlockWidth;
        byte[] scales = new byte[count * blocks];
        ReadScaleCodes(first, scales);
        for (int r = 0; r < count; r++)
        {
            Float4Blocks.Dequantise(codes.Slice(r * Columns / 2, Columns / 2), scales.AsSpan(r * blocks, blocks), values.Slice(r * Columns, Columns));
        }
    }
}
