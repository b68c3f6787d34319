using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fathom.Operators.Formats;
using Fathom.Operators.Linear;

namespace Fathom.Benchmarks.Kernels;

/// <summary>Random packed matrices of one shape in pinned memory, 64-byte aligned as the initializers of a model are.</summary>
internal sealed class PackedMatrices
{
    private const int Alignment = 64;

    private readonly byte[] _codes;
    private readonly byte[] _scales;
    private readonly int _codesStart;
    private readonly int _scalesStart;

    public PackedMatrices(WeightFormat format, int count, int rows, int columns)
    {
        int rowBytes = (int)format.RowBytes(columns);
        int scaleRowBytes = (int)format.ScaleColumns(columns) * format.ScaleBytes();
        int scaleRows = (int)format.ScaleRows(rows);
        _codes = Aligned(count * rows * rowBytes, out _codesStart);
        _scales = Aligned(count * scaleRows * scaleRowBytes, out _scalesStart);
        Bytes = (count * rows * rowBytes) + (count * scaleRows * scaleRowBytes);
        View = new(
            format,
            Marshal.UnsafeAddrOfPinnedArrayElement(_codes, _codesStart),
            Marshal.UnsafeAddrOfPinnedArrayElement(_scales, _scalesStart),
            rows,
            columns);
        if (format is WeightFormat.Float4 or WeightFormat.Float8)
        {
            // Codes below 0x70 of either sign are numbers in both formats, and scales near one keep sums in range.
            new Random(1).NextBytes(_codes);
            _codes.AsSpan().Replace((byte)0x7F, (byte)0);
            _codes.AsSpan().Replace((byte)0xFF, (byte)0);
            _scales.AsSpan().Fill(120);
            return;
        }

        float[] values = new float[rows * columns];
        for (int m = 0; m < count; m++)
        {
            RandomFloats.Fill(values, seed: m);
            WeightRows.Pack(format, values, columns, _codes.AsSpan(_codesStart + (m * rows * rowBytes)), _scales.AsSpan(_scalesStart + (m * rows * scaleRowBytes)));
        }
    }

    /// <summary>The first matrix; the others follow.</summary>
    public WeightView View { get; }

    /// <summary>Bytes of codes and scales of all matrices.</summary>
    public int Bytes { get; }

    /// <summary>Reads the codes and scales of <paramref name="count"/> matrices and does nothing with them: the rate that no kernel can exceed.</summary>
    public ulong Read(int count)
    {
        int codes = count * View.Rows * (int)View.RowBytes;
        int scales = count * (int)View.Format.ScaleRows(View.Rows) * (int)View.ScaleRowBytes;
        return Read(_codes.AsSpan(_codesStart, codes)) ^ Read(_scales.AsSpan(_scalesStart, scales));
    }

    private static ulong Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector512<ulong>> vectors = MemoryMarshal.Cast<byte, Vector512<ulong>>(bytes);
        Vector512<ulong> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            a ^= vectors[i];
            b ^= vectors[i + 1];
            c ^= vectors[i + 2];
            d ^= vectors[i + 3];
        }

        return Vector512.Sum(a ^ b ^ c ^ d);
    }

    private static byte[] Aligned(int bytes, out int start)
    {
        byte[] array = GC.AllocateArray<byte>(bytes + Alignment, pinned: true);
        start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Alignment - 1));
        return array;
    }
}
