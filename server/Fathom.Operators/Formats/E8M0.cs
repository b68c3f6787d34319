namespace Fathom.Operators.Formats;

/// <summary>The scale format e8m0: byte b is 2^(b − 127); 255 is NaN; neither sign nor zero.</summary>
public static class E8M0
{
    private static readonly float[] Table = [.. Enumerable.Range(0, 256).Select(code => Value((byte)code))];

    /// <summary>The values of codes 0…255; code 0 is 2^−127, a subnormal float.</summary>
    public static ReadOnlySpan<float> Values => Table;

    private static float Value(byte code) => code switch
    {
        0 => BitConverter.UInt32BitsToSingle(1u << 22),
        255 => float.NaN,
        _ => BitConverter.UInt32BitsToSingle((uint)code << 23),
    };
}
