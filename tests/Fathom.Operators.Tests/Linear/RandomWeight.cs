using System.Runtime.InteropServices;
using Fathom.Operators.Formats;
using Fathom.Operators.Linear;
using Fathom.Operators.Tests.OnnxRuntime;

namespace Fathom.Operators.Tests.Linear;

/// <summary>A random packed matrix, or several of one shape in a row, with the values its codes stand for.</summary>
internal sealed class RandomWeight
{
    public RandomWeight(WeightFormat format, int rows, int columns, int seed, int matrices = 1)
    {
        Format = format;
        Rows = rows;
        Columns = columns;
        Matrices = matrices;
        Codes = GC.AllocateArray<byte>((int)(matrices * format.PaddedRows(rows) * format.RowBytes(columns)), pinned: true);
        Scales = GC.AllocateArray<byte>(
            (int)(matrices * format.ScaleRows(rows) * format.ScaleColumns(columns)) * format.ScaleBytes(), pinned: true);
        Values = new float[matrices * rows * columns];

        var random = new Random(seed);
        bool isPublished = format is WeightFormat.Float4 or WeightFormat.Float8;
        if (isPublished)
        {
            random.NextBytes(Codes);
            // Weights of about 1 at most, whatever the largest code: sums of larger ones cancel, and their rounding is no fault of a kernel.
            int exponent = format == WeightFormat.Float8 ? 112 : 118;
            for (int i = 0; i < Scales.Length; i++)
            {
                Scales[i] = (byte)random.Next(exponent, exponent + 8);
            }

            for (int i = 0; format == WeightFormat.Float8 && i < Codes.Length; i++)
            {
                Codes[i] = (Codes[i] & 0x7F) == 0x7F ? (byte)0 : Codes[i];
            }
        }

        int codesBytes = Codes.Length / matrices;
        int scalesBytes = Scales.Length / matrices;
        for (int m = 0; m < matrices; m++)
        {
            Span<byte> codes = Codes.AsSpan(m * codesBytes, codesBytes);
            Span<byte> scales = Scales.AsSpan(m * scalesBytes, scalesBytes);
            if (!isPublished)
            {
                WeightRows.Pack(format, RandomFloats(random, rows * columns), columns, codes, scales);
            }

            WeightRows.Unpack(format, codes, scales, columns, Values.AsSpan(m * rows * columns, rows * columns));
        }
    }

    public WeightFormat Format { get; }

    public int Rows { get; }

    public int Columns { get; }

    public int Matrices { get; }

    public byte[] Codes { get; }

    public byte[] Scales { get; }

    public float[] Values { get; }

    private long Panels => Matrices * Format.PaddedRows(Rows) / 16;

    /// <summary>The first matrix as kernels see it; valid while this object lives.</summary>
    public WeightView View => new(
        Format, Marshal.UnsafeAddrOfPinnedArrayElement(Codes, 0), Marshal.UnsafeAddrOfPinnedArrayElement(Scales, 0), Rows, Columns);

    /// <summary>One row of one matrix.</summary>
    public ReadOnlySpan<float> Row(int matrix, int row) => Values.AsSpan(((matrix * Rows) + row) * Columns, Columns);

    /// <summary>The codes as the weight tensor of an operator.</summary>
    public Tensor CodesTensor() => Format switch
    {
        WeightFormat.Float32 => new(MemoryMarshal.Cast<byte, float>(Codes).ToArray(), Matrices * Rows, Columns),
        WeightFormat.Int8 => new(MemoryMarshal.Cast<byte, sbyte>(Codes).ToArray(), Panels, Columns / 4, 16, 4),
        _ => new(Codes, Matrices * Rows, Format.RowBytes(Columns)),
    };

    /// <summary>The scales as the scales tensor of an operator; null for float32.</summary>
    public Tensor? ScalesTensor() => Format switch
    {
        WeightFormat.Float32 => null,
        WeightFormat.Float8 when Matrices > 1 => new(Scales, Matrices, Format.ScaleRows(Rows), Format.ScaleColumns(Columns)),
        WeightFormat.Float8 => new(Scales, Format.ScaleRows(Rows), Format.ScaleColumns(Columns)),
        WeightFormat.Int8 => new(MemoryMarshal.Cast<byte, float>(Scales).ToArray(), Panels, Columns / 32, 16),
        WeightFormat.Float4 => new(Scales, Matrices * Rows, Format.ScaleColumns(Columns)),
        _ => new(MemoryMarshal.Cast<byte, float>(Scales).ToArray(), Matrices * Rows, Format.ScaleColumns(Columns)),
    };

    public static float[] RandomFloats(Random random, int count)
    {
        var values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (float)((random.NextDouble() * 2) - 1) * MathF.ScaleB(1, random.Next(-6, 3));
        }

        return values;
    }
}
