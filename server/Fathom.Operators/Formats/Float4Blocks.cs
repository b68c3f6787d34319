namespace Fathom.Operators.Formats;

/// <summary>Rows in the published format float4: w = e2m1 · 2^(s − 127), one e8m0 scale per 32 columns, low nibble = even column.</summary>
public static class Float4Blocks
{
    /// <summary>Writes the K values of a row; exact.</summary>
    /// <param name="codes">K / 2 bytes, K a multiple of 32.</param>
    /// <param name="scales">K / 32 e8m0 codes.</param>
    /// <param name="row">Receives K values.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Dequantise(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> row)
    {
        RowCheck.Blocks(WeightFormat.Float4, row.Length, codes.Length, scales.Length);
        for (int i = 0; i < codes.Length; i++)
        {
            float scale = E8M0.Values[scales[2 * i / WeightFormats.BlockWidth]];
            row[2 * i] = E2M1.Values[codes[i] & 15] * scale;
            row[(2 * i) + 1] = E2M1.Values[codes[i] >> 4] * scale;
        }
    }
}
