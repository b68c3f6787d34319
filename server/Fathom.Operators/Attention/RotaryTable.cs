namespace Fathom.Operators.Attention;

/// <summary>Cosines and sines of rotary embedding for one list of frequencies, remembered by position. Safe for use by several threads.</summary>
/// <remarks>
/// Adjacent pairs: (x₂ᵢ, x₂ᵢ₊₁) → (x₂ᵢ cos a − x₂ᵢ₊₁ sin a, x₂ᵢ sin a + x₂ᵢ₊₁ cos a) with a = position · fᵢ, computed in double.
/// A row holds R cosines (cos a₀, cos a₀, cos a₁, cos a₁, …) and R signed sines (−sin a₀, sin a₀, −sin a₁, sin a₁, …), so that a rotation is
/// x · cosines + swap(x) · sines. Rows are kept for positions below 65,536 and computed anew above.
/// </remarks>
internal sealed class RotaryTable(ReadOnlySpan<float> frequencies)
{
    private const int PageRows = 64;
    private const int RememberedPages = 1024;
    private readonly float[] _frequencies = frequencies.ToArray();
    private readonly float[]?[] _pages = new float[RememberedPages][];

    /// <summary>Floats in a row: 2 R.</summary>
    internal int RowLength => 4 * _frequencies.Length;

    /// <summary>Whether the table is for exactly these frequencies.</summary>
    internal bool Matches(ReadOnlySpan<float> frequencies) => frequencies.SequenceEqual(_frequencies);

    /// <summary>The row of a position; <paramref name="scratch"/> (of <see cref="RowLength"/>) is where rows that are not remembered go.</summary>
    internal ReadOnlySpan<float> Row(int position, Span<float> scratch)
    {
        int page = position / PageRows;
        if (page >= RememberedPages)
        {
            Fill(position, scratch);
            return scratch;
        }

        float[] rows = Volatile.Read(ref _pages[page]) ?? CreatePage(page);
        return rows.AsSpan(position % PageRows * RowLength, RowLength);
    }

    private float[] CreatePage(int page)
    {
        float[] rows = new float[PageRows * RowLength];
        for (int i = 0; i < PageRows; i++)
        {
            Fill(page * PageRows + i, rows.AsSpan(i * RowLength, RowLength));
        }

        Volatile.Write(ref _pages[page], rows);
        return rows;
    }

    private void Fill(int position, Span<float> row)
    {
        Span<float> cosines = row[..(2 * _frequencies.Length)];
        Span<float> sines = row.Slice(2 * _frequencies.Length, 2 * _frequencies.Length);
        for (int i = 0; i < _frequencies.Length; i++)
        {
            (double sine, double cosine) = Math.SinCos(position * (double)_frequencies[i]);
            cosines[2 * i] = (float)cosine;
            cosines[2 * i + 1] = (float)cosine;
            sines[2 * i] = (float)-sine;
            sines[2 * i + 1] = (float)sine;
        }
    }
}
