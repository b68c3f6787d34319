namespace Fathom.Completion;

/// <summary>Guesses where a user will type in a document just opened.</summary>
public static class LikelyCursor
{
    /// <summary>The end of the first blank line that follows an opening brace, a statement or a member inside a block; else the end of the last text.</summary>
    public static int In(string text)
    {
        int at = 0;
        bool isInside = false;
        while (at < text.Length)
        {
            int length = text.AsSpan(at).IndexOf('\n') is >= 0 and var next ? next : text.Length - at;
            ReadOnlySpan<char> line = text.AsSpan(at, length).TrimEnd('\r');
            bool isIndented = line.Length > 0 && line[0] is ' ' or '\t';
            if (isInside && line.IsWhiteSpace() && (line.Length > 0 || IsFollowedByBlank(text, at + length)))
            {
                return at + line.Length;
            }

            isInside |= isIndented;
            at += length + 1;
        }

        return text.AsSpan().TrimEnd().Length;
    }

    /// <summary>Single empty lines separate; a second one, or one before a closing brace, waits for text.</summary>
    private static bool IsFollowedByBlank(string text, int lineEnd)
    {
        if (lineEnd >= text.Length)
        {
            return true;
        }

        ReadOnlySpan<char> rest = text.AsSpan(lineEnd + 1);
        int end = rest.IndexOf('\n');
        ReadOnlySpan<char> line = (end < 0 ? rest : rest[..end]).Trim();
        return line.IsEmpty || line.StartsWith("}");
    }
}
