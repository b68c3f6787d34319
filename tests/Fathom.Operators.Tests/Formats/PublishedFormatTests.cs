using Fathom.Operators.Formats;
using Xunit;

namespace Fathom.Operators.Tests.Formats;

public sealed class PublishedFormatTests
{
    [Fact]
    public void Float4_reads_a_row_of_a_real_checkpoint()
    {
        byte[] codes = [0xa0, 0xa8, 0xec, 0x4a, 0xad, 0xaf, 0x42, 0xaa, 0, 0, 0, 0, 0, 0, 0, 0];
        var row = new float[32];

        Float4Blocks.Dequantise(codes, [0x78], row);

        float[] expected =
        [
            0, -.0078125f, 0, -.0078125f, -.015625f, -.03125f, -.0078125f, .015625f,
            -.0234375f, -.0078125f, -.046875f, -.0078125f, .0078125f, .015625f, -.0078125f, -.0078125f,
        ];
        Assert.Equal(expected, row[..16]);
    }

    [Fact]
    public void Float8_takes_the_scale_of_its_tile_and_tiles_may_end_early()
    {
        const int rows = 130;
        const int columns = 200;
        var codes = new byte[rows * columns];
        Array.Fill(codes, (byte)0x38); // 1.0
        var matrix = new float[rows * columns];

        Float8Tiles.Dequantise(codes, [127, 128, 126, 130], columns, matrix);

        Assert.Equal(1f, matrix[0]);
        Assert.Equal(2f, matrix[128]);
        Assert.Equal(1f, matrix[(127 * columns) + 127]);
        Assert.Equal(0.5f, matrix[128 * columns]);
        Assert.Equal(8f, matrix[^1]);
    }

    [Fact]
    public void Float8_with_too_few_scales_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Float8Tiles.Dequantise(new byte[260], new byte[1], 2, new float[260]));

        Assert.Equal("A float8 matrix of 130 × 2 has 260 codes and 2 scales, not 260 and 1.", error.Message);
    }
}
