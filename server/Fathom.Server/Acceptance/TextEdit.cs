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
}
