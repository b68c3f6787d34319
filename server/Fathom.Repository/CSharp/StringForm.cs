namespace Fathom.Repository.CSharp;

/// <summary>How a string literal is written, so where it ends and where its holes begin.</summary>
/// <param name="Quotes">Quotes around it: one, or three and more.</param>
/// <param name="Dollars">Braces that begin a hole; 0 for a string without holes.</param>
/// <param name="IsVerbatim">True behind an <c>@</c>.</param>
/// <param name="IsOneLine">True where the end of the line ends it in any case.</param>
internal readonly record struct StringForm(int Quotes, int Dollars, bool IsVerbatim, bool IsOneLine)
{
    /// <summary>The string that begins at a place; null where none does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place.</param>
    /// <param name="content">Where its content begins.</param>
    public static StringForm? At(string text, int at, out int content)
    {
        int dollars = 0;
        bool isVerbatim = false;
        content = at;
        for (; content < text.Length && text[content] is '$' or '@'; content++)
        {
            dollars += text[content] == '$' ? 1 : 0;
            isVerbatim |= text[content] == '@';
        }

        int quotes = CountOf('"', text, content);
        if (quotes == 0)
        {
            return null;
        }

        // Two are an empty string: its end is found behind the first.
        quotes = isVerbatim || quotes == 2 ? 1 : quotes;
        content += quotes;
        bool isMultiLine = isVerbatim || (quotes > 1 && LineOf(text, content).IsWhiteSpace());
        return new StringForm(quotes, dollars, isVerbatim, !isMultiLine);
    }

    /// <summary>Goes to the end of the string, or into its next hole.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">A place in the content; then the one behind the end, or behind the braces of the hole.</param>
    /// <returns>True in a hole.</returns>
    public bool FindHole(string text, ref int at)
    {
        while (at < text.Length)
        {
            char now = text[at];
            if (IsOneLine && now is '\r' or '\n')
            {
                return false;
            }

            if (now == '\\' && Quotes == 1 && !IsVerbatim)
            {
                at = Math.Min(text.Length, at + 2);
                continue;
            }

            int run = now is '"' or '{' ? CountOf(now, text, at) : 1;
            at += run;
            if (now == '"' && (IsVerbatim ? run % 2 == 1 : run >= Quotes))
            {
                at -= Quotes == 1 && !IsVerbatim ? run - 1 : 0;
                return false;
            }

            if (now == '{' && Dollars > 0 && (Quotes > 1 ? run >= Dollars : run % 2 == 1))
            {
                return true;
            }
        }

        return false;
    }

    private static int CountOf(char character, string text, int at)
    {
        int other = text.AsSpan(at).IndexOfAnyExcept(character);
        return other < 0 ? text.Length - at : other;
    }

    private static ReadOnlySpan<char> LineOf(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        int end = rest.IndexOfAny('\r', '\n');
        return end < 0 ? rest : rest[..end];
    }
}
