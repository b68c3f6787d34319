namespace Fathom.Server.Acceptance;

/// <summary>The difference between two texts as one edit, however the editor has cut it.</summary>
/// <param name="Start">Where the texts begin to differ.</param>
/// <param name="Removed">Length of what is gone.</param>
/// <param name="Inserted">What came in its place.</param>
internal readonly record struct TextEdit(int Start, int Removed, string Inserted)
{
    /// <summary>The smallest edit that turns one text into the other.</summary>
    public static TextEdit Between(string before, string after)
    {
        int start = before.AsSpan().CommonPrefixLength(after);
        int most = Math.Min(before.Length, after.Length) - start;
        int tail = 0;
        while (tail < most && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        return new TextEdit(start, before.Length - start - tail, after[start..(after.Length - tail)]);
    }

    /// <summary>
    /// The same insertion further left, as long as it ends behind a place: a line break inserted before another one may as well be the second.
    /// </summary>
    /// <param name="before">The text before.</param>
    /// <param name="least">Where it may start at the earliest.</param>
    /// <param name="end">Where it is to end at the latest.</param>
    public TextEdit EndingBy(string before, int least, int end)
    {
        if (Removed > 0 || Inserted.Length == 0)
        {
            return this;
        }

        int shift = 0;
        while (Start - shift + Inserted.Length > end
            && Start - shift > least
            && before[Start - shift - 1] == (shift < Inserted.Length ? Inserted[^(shift + 1)] : before[Start - shift - 1 + Inserted.Length]))
        {
            shift++;
        }

        string moved = before[(Start - shift)..Start] + Inserted;
        return new TextEdit(Start - shift, 0, moved[..Inserted.Length]);
    }
}
