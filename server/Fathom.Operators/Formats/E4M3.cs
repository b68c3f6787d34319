namespace Fathom.Operators.Formats;

/// <summary>The 8-bit float e4m3fn: sign, four exponent bits (bias 7), three mantissa bits; codes 0x7F and 0xFF are NaN, there are no infinities, the largest value is 448.</summary>
public static class E4M3
{
    private static readonly float[] Table = [.. Enumerable.Range(0, 256).Select(code => Value((byte)code))];

    /// <summary>The values of codes 0…255.</summary>
    public static ReadOnlySpan<float> Values => Table;

    private static float Value(byte code)
    {
        int exponent = (code >> 3) & 15;
        int mantissa = code & 7;
        float magnitude = (exponent, mantissa) switch
        {
            (15, 7) => float.NaN,
            (0, _) => mantissa * MathF.ScaleB(1, -9),
            _ => (8 + mantissa) * MathF.ScaleB(1, exponent - 10),
        };
        return code < 128 ? magnitude : -magnitude;
    }
}
