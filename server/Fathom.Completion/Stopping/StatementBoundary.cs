using Fathom.Completion.Cursor;

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

    /// <summary>Where lines are statements: the text up to the last whole line that neither opens a block nor leaves a bracket open; empty when there is none.</summary>
    public static string CutAtLastLine(string text)
    {
        for (int end = text.LastIndexOf('\n'); end > 0; end = text.LastIndexOf('\n', end - 1))
        {
            string whole = text[..end].TrimEnd();
            if (whole.Length > 0 && whole[^1] is not (':' or ',' or '\\') && BracketScan.Read(whole).Sum(StepOf) == 0)
            {
                return whole;
            }
        }

        return "";
    }

    private static int StepOf(Bracket bracket) => bracket.Kind switch { BracketKind.Open => 1, BracketKind.Close => -1, _ => 0 };
}
