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
        int length = LengthAtEnd(cursor.LinePrefix);
        // What is typed of a word and what the suggestion makes of it are one word.
        string whole = string.Concat(cursor.LinePrefix.AsSpan(cursor.LinePrefix.Length - length), text);
        for (int start = 0; start < whole.Length;)
        {
            int end = start;
            while (end < whole.Length && IsPart(whole[end]))
            {
                end++;
            }

            if (end > start && !char.IsDigit(whole[start]))
            {
                words++;
                ReadOnlySpan<char> word = whole.AsSpan(start, end - start);
                unknown += Stands(word, cursor.Before[..^length]) || Stands(word, cursor.After) || Stands(word, cursor.Document.Path) ? 0 : 1;
            }

            start = Math.Max(end, start + 1);
        }

        return words == 0 ? 0 : (double)unknown / words;
    }

    /// <summary>Length of the word that a text ends with; 0 when it ends with none.</summary>
    public static int LengthAtEnd(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && IsPart(text[^(length + 1)]))
        {
            length++;
        }

        return length;
    }

    private static bool Stands(ReadOnlySpan<char> word, ReadOnlySpan<char> text)
    {
        while (text.IndexOf(word) is >= 0 and var at)
        {
            int end = at + word.Length;
            if ((at == 0 || !IsPart(text[at - 1])) && (end == text.Length || !IsPart(text[end])))
            {
                return true;
            }

            text = text[(at + 1)..];
        }

        return false;
    }

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
