using System.Buffers;
using System.Text.RegularExpressions;

namespace Fathom.Repository.Files;

/// <summary>Finds passwords in connection strings: a key among others, in a string, with a value that stands for nothing else.</summary>
internal static partial class ConnectionPasswords
{
    private const int FarthestKey = 200;
    private static readonly SearchValues<string> Marks = SearchValues.Create(["Password", "Pwd"], StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the text holds one.</summary>
    public static bool AreIn(string text)
    {
        if (!text.AsSpan().ContainsAny(Marks))
        {
            return false;
        }

        foreach (ValueMatch match in Pair().EnumerateMatches(text))
        {
            // A statement may look alike; it stands in no string. Of a string over several lines the quotes are far, and the key before it has to say so.
            if (IsInString(text, match.Index) || KeyBefore().IsMatch(text.AsSpan(Math.Max(0, match.Index - FarthestKey), Math.Min(FarthestKey, match.Index))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where a quote of the same line is open before a place, or opens there.</summary>
    private static bool IsInString(string text, int place)
    {
        int lineStart = place == 0 ? 0 : text.LastIndexOf('\n', place - 1) + 1;
        char? open = null;
        for (int i = lineStart; i <= place; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '"' or '\'' when open is null:
                    open = text[i];
                    break;
                case '"' or '\'' when open == text[i]:
                    open = null;
                    break;
            }
        }

        return open is not null;
    }

    [GeneratedRegex("""(?:^|[\s;"])(?:Server|Data Source|Host|User Id|User|Uid|Username|Database|Initial Catalog)=[^;="'\s][^;="']*$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyBefore();

    // Behind another key, or with another key behind it. What begins with {, $, <, *, %, [ or dots is to be filled in.
    [GeneratedRegex(
        """
        (?: ;\s*(?:Password|Pwd)\s*=\s*(?!your|x{3}|\.{2})[^\s;"'<>{}$*%\[][^\s;"'<>{}]{5,}[;"']
          | ["'](?:Password|Pwd)\s*=\s*(?!your|x{3}|\.{2})[^\s;"'<>{}$*%\[][^\s;"'<>{}]{5,};
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pair();
}
