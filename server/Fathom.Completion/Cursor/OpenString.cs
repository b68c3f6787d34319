namespace Fathom.Completion.Cursor;

/// <summary>The string literal that a cursor stands in, as the cursor's line tells: strings of several lines are not seen.</summary>
/// <param name="HasHoles">True of an interpolated one.</param>
/// <param name="Depth">How many braces of an interpolation are open; 0 in the string's text.</param>
internal readonly record struct OpenString(bool HasHoles, int Depth)
{
    /// <summary>The string that is open at the end of a line's beginning; null where none is.</summary>
    public static OpenString? At(ReadOnlySpan<char> linePrefix)
    {
        OpenString? open = null;
        for (int i = 0; i < linePrefix.Length; i++)
        {
            if (open is { } inside)
            {
                open = inside.Read(linePrefix, ref i);
            }
            else if (linePrefix[i] == '"')
            {
                open = new OpenString(i > 0 && linePrefix[i - 1] == '$', 0);
            }
            else if (linePrefix[i..].StartsWith("'\"'"))
            {
                i += 2;
            }
            else if (linePrefix[i..].StartsWith("//"))
            {
                return null;
            }
        }

        return open;
    }

    /// <summary>Where a text that begins in the string closes it; null where it does not.</summary>
    public int? FindEnd(ReadOnlySpan<char> text)
    {
        OpenString? open = this;
        for (int i = 0; i < text.Length; i++)
        {
            open = open.Value.Read(text, ref i);
            if (open is null)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>The string after one character more, or after all that belongs together; null where that closes it.</summary>
    private OpenString? Read(ReadOnlySpan<char> text, ref int at)
    {
        char next = at + 1 < text.Length ? text[at + 1] : '\0';
        switch (text[at])
        {
            case '\\' when Depth == 0:
                at++;
                return this;
            case '"' when Depth == 0:
                return null;
            case '"':
                // A string in an interpolation.
                int length = text[(at + 1)..].IndexOf('"');
                at = length < 0 ? text.Length : at + 1 + length;
                return this;
            case '{' or '}' when HasHoles && Depth == 0 && next == text[at]:
                at++;
                return this;
            case '{' when HasHoles:
                return this with { Depth = Depth + 1 };
            case '}' when Depth > 0:
                return this with { Depth = Depth - 1 };
            default:
                return this;
        }
    }
}
