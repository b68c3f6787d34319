namespace Fathom.Completion.Cursor;

/// <summary>Finds words in a text: names, keywords, numbers.</summary>
internal static class WholeWords
{
    /// <summary>How often a word stands in a text, strings and comments included.</summary>
    public static int Count(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        int count = 0;
        for (int at = Find(text, word, 0); at >= 0; at = Find(text, word, at + word.Length))
        {
            count++;
        }

        return count;
    }

    /// <summary>True where a word stands in a text.</summary>
    public static bool Stands(ReadOnlySpan<char> text, ReadOnlySpan<char> word) => Find(text, word, 0) >= 0;

    private static int Find(ReadOnlySpan<char> text, ReadOnlySpan<char> word, int start)
    {
        while (text[start..].IndexOf(word) is >= 0 and var found)
        {
            int at = start + found;
            start = at + word.Length;
            if ((at == 0 || !IsPart(text[at - 1])) && (start == text.Length || !IsPart(text[start])))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Length of the word, or the part of one, that a text ends with; 0 when it ends with none.</summary>
    public static int LengthAtEnd(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && IsPart(text[^(length + 1)]))
        {
            length++;
        }

        return length;
    }

    /// <summary>True of a character that words are made of.</summary>
    public static bool IsPart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
