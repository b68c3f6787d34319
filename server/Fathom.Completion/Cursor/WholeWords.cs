namespace Fathom.Completion.Cursor;

/// <summary>Counts words in a text.</summary>
internal static class WholeWords
{
    /// <summary>How often a word stands in a text, strings and comments included.</summary>
    public static int Count(ReadOnlySpan<char> text, string word)
    {
        int count = 0;
        int start = 0;
        while (text[start..].IndexOf(word) is >= 0 and var found)
        {
            int at = start + found;
            start = at + word.Length;
            count += (at == 0 || !IsPart(text[at - 1])) && (start == text.Length || !IsPart(text[start])) ? 1 : 0;
        }

        return count;
    }

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
