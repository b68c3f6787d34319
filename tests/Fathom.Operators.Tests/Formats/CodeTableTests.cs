using Fathom.Operators.Formats;
using Xunit;

namespace Fathom.Operators.Tests.Formats;

public sealed class CodeTableTests
{
    [Fact]
    public void All_16_e2m1_codes_have_sign_two_exponent_bits_and_one_mantissa_bit()
    {
        for (int code = 0; code < 16; code++)
        {
            int exponent = (code >> 1) & 3;
            int mantissa = code & 1;
            double magnitude = exponent == 0 ? 0.5 * mantissa : Math.Pow(2, exponent - 1) * (1 + (0.5 * mantissa));

            AssertCode(code >= 8 ? -magnitude : magnitude, E2M1.Values[code]);
        }
    }

    [Fact]
    public void All_256_e4m3_codes_have_bias_7_subnormals_and_two_nans()
    {
        for (int code = 0; code < 256; code++)
        {
            int exponent = (code >> 3) & 15;
            double fraction = (code & 7) / 8.0;
            double magnitude = (code & 0x7F) == 0x7F ? double.NaN
                : exponent == 0 ? Math.Pow(2, -6) * fraction
                : Math.Pow(2, exponent - 7) * (1 + fraction);

            AssertCode(code >= 128 ? -magnitude : magnitude, E4M3.Values[code]);
        }

        Assert.Equal(448f, E4M3.Values[0x7E]);
    }

    [Fact]
    public void All_256_e8m0_codes_are_powers_of_two_down_to_a_subnormal_and_up_to_nan()
    {
        for (int code = 0; code < 255; code++)
        {
            AssertCode(Math.Pow(2, code - 127), E8M0.Values[code]);
        }

        Assert.True(float.IsSubnormal(E8M0.Values[0]));
        Assert.True(float.IsNaN(E8M0.Values[255]));
    }

    [Theory]
    [InlineData(WeightFormat.Float32, "float32")]
    [InlineData(WeightFormat.Int8, "int8")]
    [InlineData(WeightFormat.Int4, "int4")]
    [InlineData(WeightFormat.Float4, "float4")]
    [InlineData(WeightFormat.Float8, "float8")]
    public void Formats_go_by_their_attribute_names(WeightFormat format, string name)
    {
        Assert.Equal(name, format.Name());
        Assert.Equal(format, WeightFormats.Parse(name));
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_names_that_exist()
    {
        var error = Assert.Throws<ArgumentException>(() => WeightFormats.Parse("int3"));

        Assert.Equal("'int3' is not a weight format; use float32, int8, int4, float4 or float8.", error.Message);
    }

    private static void AssertCode(double expected, float actual)
    {
        Assert.Equal(BitConverter.SingleToUInt32Bits((float)Math.Abs(expected)), BitConverter.SingleToUInt32Bits(MathF.Abs(actual)));
        Assert.True(double.IsNaN(expected) || double.IsNegative(expected) == float.IsNegative(actual));
    }
}
