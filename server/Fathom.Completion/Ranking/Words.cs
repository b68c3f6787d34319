using Fathom.Completion.Cursor;

namespace Fathom.Completion.Ranking;

/// <summary>Words of a text: runs of letters, digits and underscores.</summary>
internal static class Words
{
    /// <summary>Share of a suggestion's words (a digit does not begin one) that stand neither elsewhere in the document nor in its path, 0 … 1; 0 without words.</summary>
    public static double ShareUnknown(ReadOnlySpan<char> text, CursorContext cursor)
    {
        int words = 0;
        int unknown = 0;
        int length = WholeWords.LengthAtEnd(cursor.LinePrefix);
        // What is typed of a word and what the suggestion makes of it are one word.
        string whole = string.Concat(cursor.LinePrefix.AsSpan(cursor.LinePrefix.Length - length), text);
        for (int start = 0; start < whole.Length;)
        {
            int end = start;
            while (end < whole.Length && WholeWords.IsPart(whole[end]))
            {
                end++;
            }

            if (end > start && !char.IsDigit(whole[start]))
            {
                words++;
                ReadOnlySpan<char> word = whole.AsSpan(start, end - start);
                unknown += WholeWords.Stands(cursor.Before[..^length], word) || WholeWords.Stands(cursor.After, word) || WholeWords.Stands(cursor.Document.Path, word) ? 0 : 1;
            }

            start = Math.Max(end, start + 1);
        }

        return words == 0 ? 0 : (double)unknown / words;
    }
}
