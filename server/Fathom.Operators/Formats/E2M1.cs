namespace Fathom.Operators.Formats;

/// <summary>The 4-bit float e2m1: sign, two exponent bits (bias 1), one mantissa bit. No NaN, no infinities; code 8 is −0.</summary>
public static class E2M1
{
    /// <summary>The values of codes 0…15.</summary>
    public static ReadOnlySpan<float> Values =>
        [0f, 0.5f, 1f, 1.5f, 2f, 3f, 4f, 6f, -0f, -0.5f, -1f, -1.5f, -2f, -3f, -4f, -6f];
}
