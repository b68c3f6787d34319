namespace Fathom.Completion.Stopping;

/// <summary>Finds the last place where text that was cut off can be shown.</summary>
internal static class StatementBoundary
{
    /// <summary>The text up to the last line that ends a statement, a block or an element; empty when there is none.</summary>
    public static string CutAtLast(string text)
    {
        int end = text.Length;
        while (end > 0)
        {
            int lineStart = text.LastIndexOf('\n', end - 1) + 1;
            ReadOnlySpan<char> line = text.AsSpan(lineStart, end - lineStart).TrimEnd();
            if (line is [.., ';' or '}' or ','] || (lineStart > 0 && end < text.Length && line is [.., ')']))
            {
                return text[..(lineStart + line.Length)];
            }

            end = lineStart - 1;
        }

        return "";
    }
}
