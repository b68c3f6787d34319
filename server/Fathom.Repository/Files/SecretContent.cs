using System.Buffers;
using System.Text.RegularExpressions;

namespace Fathom.Repository.Files;

/// <summary>Finds private keys and the access tokens of well-known services in a text, by the shapes that their makers have published.</summary>
internal static partial class SecretContent
{
    // Nearly every file has none of these, so one pass over the text settles it.
    private static readonly SearchValues<string> Marks = SearchValues.Create(
        [
            "PRIVATE KEY", "AKIA", "ASIA", "ghp_", "gho_", "ghs_", "ghu_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xapp-", "sk_live_", "rk_live_", "AIza",
            "sk-", "hf_", "npm_", "SG.", "AccountKey=", "SharedAccessKey=",
        ],
        StringComparison.Ordinal);

    /// <summary>True when the text holds a secret.</summary>
    public static bool IsIn(string text) => (text.AsSpan().ContainsAny(Marks) && Secret().IsMatch(text)) || ConnectionPasswords.AreIn(text);

    // Keys that begin with sk- have a digit among their first characters; the names of CSS classes that do are words.
    [GeneratedRegex(
        """
        -----BEGIN\ (?:[A-Z]+\ )*PRIVATE\ KEY(?:\ BLOCK)?-----
        | \bA[KS]IA[0-9A-Z]{16}\b
        | \bgh[poshur]_[A-Za-z0-9]{36}
        | \bgithub_pat_[A-Za-z0-9_]{60}
        | \bglpat-[A-Za-z0-9_-]{20}
        | \bxox[bp]-[0-9]{8}[A-Za-z0-9-]{10}
        | \bxapp-[0-9]-[A-Z0-9]{8,}-[0-9]{8,}
        | \b[sr]k_live_[A-Za-z0-9]{20}
        | \bAIza[A-Za-z0-9_-]{35}
        | \bsk-(?=[A-Za-z]{0,40}[0-9])[A-Za-z0-9]{20}
        | \bsk-(?:proj|svcacct|admin|ant|or)-(?=[A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{20}
        | \bhf_[A-Za-z0-9]{30}
        | \bnpm_[A-Za-z0-9]{36}
        | \bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}
        | \b(?:Account|SharedAccess)Key=[A-Za-z0-9+/]{40}
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
