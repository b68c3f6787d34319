namespace Fathom.Completion.Placement;

/// <summary>Matches what a suggestion closes with the closers that an editor has already written right of the cursor.</summary>
internal static class ClosingRun
{
    /// <summary>What editors write by themselves behind what a person types: closing brackets, quotes, <c>;</c> and <c>,</c>, with white space between them.</summary>
    public const string Closers = ")]}>\"'`;, \t";

    /// <summary>A suggestion joined with the run: what the suggestion writes itself is not written twice, and nothing of the run is lost.</summary>
    /// <param name="inserted">The suggestion from the cursor on.</param>
    /// <param name="run">Closers right of the cursor, as in <c>");</c>; may begin with white space.</param>
    public static string Join(string inserted, string run)
    {
        ReadOnlySpan<char> closers = run.AsSpan().TrimStart();
        (int matched, int firstMatch) = Match(inserted, closers);
        if (matched == 0)
        {
            return inserted + run;
        }

        bool endsInClosers = inserted.AsSpan(firstMatch).IndexOfAnyExcept(Closers) < 0;
        return matched < closers.Length && endsInClosers
            ? string.Concat(inserted.AsSpan(0, firstMatch), closers)
            : string.Concat(inserted, closers[matched..]);
    }

    /// <summary>How many characters of a run the suggestion writes itself.</summary>
    /// <param name="inserted">The suggestion from the cursor on.</param>
    /// <param name="run">Closers right of the cursor, as in <c>");</c>.</param>
    /// <returns>The length of the matched part of the run, and the length of the suggestion before the first match.</returns>
    public static (int Matched, int FirstMatch) Match(ReadOnlySpan<char> inserted, ReadOnlySpan<char> run)
    {
        int matched = 0;
        int firstMatch = inserted.Length;
        char openQuote = QuoteAt(run, 0);
        int depth = 0;
        int angles = 0;
        for (int i = 0; i < inserted.Length && matched < run.Length; i++)
        {
            char c = inserted[i];
            if (openQuote != '\0')
            {
                if (c == '\\')
                {
                    i++;
                }
                else if (c == '{' && inserted[i..].IndexOf('}') is > 0 and int hole && inserted.Slice(i, hole).IndexOf(openQuote) < 0)
                {
                    i += hole;
                }
                else if (c == openQuote)
                {
                    openQuote = '\0';
                    if (depth == 0 && c == run[matched])
                    {
                        openQuote = Take(run, ref matched, ref firstMatch, i);
                    }
                }

                continue;
            }

            if (c == run[matched] && depth == 0 && (IsCloser(c, inserted[(i + 1)..]) || (c == '>' && angles == 0 && (i == 0 || inserted[i - 1] is not ('=' or '-')))))
            {
                // Behind the hole of an interpolated string is its text again.
                openQuote = Take(run, ref matched, ref firstMatch, i);
                continue;
            }

            switch (c)
            {
                case '<':
                    angles++;
                    break;
                case '>':
                    angles = Math.Max(0, angles - 1);
                    break;
                case '"':
                    // A string inside the suggestion: its closing quote is not the run's.
                    int close = inserted[(i + 1)..].IndexOf(c);
                    i = close < 0 ? inserted.Length : i + 1 + close;
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
            }
        }

        return (matched, firstMatch);
    }

    /// <summary>Brackets close where nothing is open; <c>;</c> and <c>,</c> count only before closers and the end, since they also separate.</summary>
    private static bool IsCloser(char c, ReadOnlySpan<char> after) => c is ')' or ']' or '}' || (c is ';' or ',' && after.IndexOfAnyExcept(Closers) < 0);

    /// <returns>The quote that closes what the suggestion goes on in.</returns>
    private static char Take(ReadOnlySpan<char> run, ref int matched, ref int firstMatch, int at)
    {
        firstMatch = matched == 0 ? at : firstMatch;
        matched++;
        while (matched < run.Length && run[matched] is ' ' or '\t')
        {
            matched++;
        }

        return QuoteAt(run, matched);
    }

    private static char QuoteAt(ReadOnlySpan<char> run, int at) => at < run.Length && run[at] is '"' or '\'' or '`' ? run[at] : '\0';
}
