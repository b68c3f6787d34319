using CsCheck;
using Fathom.Operators.Formats;
using Xunit;

namespace Fathom.Operators.Tests.Formats;

public sealed class BlockQuantisingTests
{
    private static readonly Gen<float[]> Rows =
        from blocks in Gen.Int[1, 4]
        from exponent in Gen.Int[-30, 30]
        from values in Gen.Float[-1, 1].Array[32 * blocks]
        select Array.ConvertAll(values, value => MathF.ScaleB(value, exponent));

    [Fact]
    public void Int8_errs_by_at_most_half_a_scale() =>
        Rows.Sample(row =>
        {
            var codes = new sbyte[row.Length];
            var scales = new float[row.Length / 32];
            var back = new float[row.Length];

            Int8Blocks.Quantise(row, codes, scales);
            Int8Blocks.Dequantise(codes, scales, back);

            for (int k = 0; k < row.Length; k++)
            {
                Assert.InRange(MathF.Abs(row[k] - back[k]), 0, 0.50001f * scales[k / 32]);
            }
        });

    [Fact]
    public void An_int8_panel_holds_four_columns_of_sixteen_rows_side_by_side()
    {
        float[] rows = [.. Enumerable.Range(0, 3 * 64).Select(i => (i % 127) - 60f)];
        var codes = new sbyte[16 * 64];
        var scales = new float[16 * 2];
        var row = new sbyte[64];
        var rowScales = new float[2];

        Int8Panels.Quantise(rows, 64, codes, scales);

        for (int r = 0; r < 3; r++)
        {
            Int8Blocks.Quantise(rows.AsSpan(r * 64, 64), row, rowScales);
            Assert.All(row.Index(), code => Assert.Equal(code.Item, codes[(((code.Index / 4 * 16) + r) * 4) + (code.Index % 4)]));
            Assert.Equal(rowScales, new[] { scales[r], scales[16 + r] });
        }

        Assert.All(codes.Chunk(4).Where((_, i) => i % 16 >= 3), columns => Assert.Equal(new sbyte[4], columns));
    }

    [Fact]
    public void Int8_panels_unpack_to_what_their_rows_unpack_to() =>
        (from blocks in Gen.Int[1, 3]
         from count in Gen.Int[1, 40]
         from values in Gen.Float[-9, 9].Array[32 * blocks * count]
         select (32 * blocks, values)).Sample(matrix =>
         {
             (int columns, float[] values) = matrix;
             int padded = (int)WeightFormat.Int8.PaddedRows(values.Length / columns);
             var codes = new byte[padded * columns];
             var scales = new byte[padded * columns / 8];
             var back = new float[values.Length];
             var rowCodes = new sbyte[columns];
             var rowScales = new float[columns / 32];
             var row = new float[columns];

             WeightRows.Pack(WeightFormat.Int8, values, columns, codes, scales);
             WeightRows.Unpack(WeightFormat.Int8, codes, scales, columns, back);

             for (int first = 0; first < values.Length; first += columns)
             {
                 Int8Blocks.Quantise(values.AsSpan(first, columns), rowCodes, rowScales);
                 Int8Blocks.Dequantise(rowCodes, rowScales, row);
                 Assert.Equal(row, back[first..(first + columns)]);
             }
         });

    [Fact]
    public void Int4_is_never_worse_than_plain_rounding_with_the_peak_on_minus_8_or_plus_7() =>
        Rows.Sample(row =>
        {
            var codes = new byte[row.Length / 2];
            var scales = new float[row.Length / 32];
            var back = new float[row.Length];

            Int4Blocks.Quantise(row, codes, scales);
            Int4Blocks.Dequantise(codes, scales, back);

            for (int b = 0; b < scales.Length; b++)
            {
                ReadOnlySpan<float> block = row.AsSpan(32 * b, 32);
                float peak = 0;
                foreach (float value in block)
                {
                    peak = MathF.Abs(value) > MathF.Abs(peak) ? value : peak;
                }

                double plain = Math.Min(RoundedError(block, peak / -8), RoundedError(block, peak / 7));
                Assert.InRange(SquaredError(block, back.AsSpan(32 * b, 32)), 0, plain * 1.0001);
            }
        });

    [Fact]
    public void Int4_puts_a_lone_positive_peak_on_minus_8_with_a_negative_scale()
    {
        var row = new float[32];
        for (int k = 0; k < 16; k++)
        {
            row[k] = k - 7;
        }

        var codes = new byte[16];
        var scales = new float[1];
        Int4Blocks.Quantise(row, codes, scales);

        Assert.Equal(-1f, scales[0]);
        Assert.Equal(0x0, codes[7] >> 4);
    }

    [Fact]
    public void A_block_of_zeros_has_scale_zero_and_codes_that_stand_for_zero()
    {
        var row = new float[32];
        var bytes = new sbyte[32];
        var nibbles = new byte[16];
        var scales = new float[] { float.NaN };

        Int8Blocks.Quantise(row, bytes, scales);
        Assert.Equal(0, scales[0]);
        Int4Blocks.Quantise(row, nibbles, scales);
        Assert.Equal(0, scales[0]);

        Assert.All(bytes, code => Assert.Equal(0, code));
        Assert.All(nibbles, code => Assert.Equal(0x88, code));
    }

    [Theory]
    [InlineData(WeightFormat.Int8)]
    [InlineData(WeightFormat.Int4)]
    public void A_value_that_is_not_finite_is_refused_by_its_column(WeightFormat format)
    {
        var row = new float[32];
        row[5] = float.NaN;

        var error = Assert.Throws<ArgumentException>(() =>
            WeightRows.Pack(format, row, 32, new byte[format.PaddedRows(1) * format.RowBytes(32)], new byte[format.PaddedRows(1) * 4]));

        Assert.Equal($"Column 5 is NaN; only finite weights can be quantised to {format.Name()}.", error.Message);
    }

    [Fact]
    public void A_width_that_is_no_multiple_of_32_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Int8Blocks.Quantise(new float[40], new sbyte[40], new float[1]));

        Assert.Equal("A row of 40 columns cannot be int8; its width must be a multiple of 32.", error.Message);
    }

    private static double RoundedError(ReadOnlySpan<float> block, float scale)
    {
        double sum = 0;
        foreach (float value in block)
        {
            double q = scale == 0 ? 0 : Math.Clamp(Math.Round(value / scale), -8, 7);
            sum += Math.Pow(value - (q * scale), 2);
        }

        return sum;
    }

    private static double SquaredError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double sum = 0;
        for (int k = 0; k < expected.Length; k++)
        {
            sum += Math.Pow((double)expected[k] - actual[k], 2);
        }

        return sum;
    }
}
