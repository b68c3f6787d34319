using System.Buffers;
using System.Text.RegularExpressions;

namespace Fathom.Repository.Files;

/// <summary>Finds private keys and the access tokens of well-known services in a text, by the shapes that their makers have published.</summary>
internal static partial class SecretContent
{
    // Nearly every file has none of these, so one pass over the text settles it.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        ["PRIVATE KEY-----", "AKIA", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "sk_live_", "rk_live_", "AIza", "AccountKey="],
        StringComparison.Ordinal);

    /// <summary>True when the text holds a secret.</summary>
    public static bool IsIn(string text) => text.AsSpan().ContainsAny(Marks) && Secret().IsMatch(text);

    [GeneratedRegex(
        """
        -----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY-----
        | \bAKIA[0-9A-Z]{16}\b
        | \bgh[pos]_[A-Za-z0-9]{36}
        | \bgithub_pat_[A-Za-z0-9_]{60}
        | \bglpat-[A-Za-z0-9_-]{20}
        | \bxox[bp]-[0-9]{8}[A-Za-z0-9-]{10}
        | \b[sr]k_live_[A-Za-z0-9]{20}
        | \bAIza[A-Za-z0-9_-]{35}
        | \bAccountKey=[A-Za-z0-9+/]{80}
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
