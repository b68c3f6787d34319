using System.Buffers;
using System.Text.RegularExpressions;

namespace Fathom.Repository.Files;

/// <summary>Finds passwords and keys in files of settings, by the names that they are given there: JSON, YAML, XML, TOML and the like.</summary>
internal static partial class SettingsSecrets
{
    private static readonly SearchValues<string> Marks = SearchValues.Create(["passw", "passphrase", "secret", "pwd", "key", "token"], StringComparison.OrdinalIgnoreCase);

    // In sources, and in languages for infrastructure, a name says nothing of a value, and documentation gives examples.
    private static readonly string[] OtherEndings = [".bicep", ".tf", ".md", ".markdown", ".rst", ".adoc", ".txt"];

    /// <summary>True for a file that is read for settings.</summary>
    public static bool MayHold(string path) => !SourceLanguages.Contains(path) && !Array.Exists(OtherEndings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>True when the text gives one of them a value that stands for nothing else.</summary>
    /// <param name="text">The text of a file of settings.</param>
    public static bool AreIn(string text) => text.AsSpan().ContainsAny(Marks) && Setting().IsMatch(text);

    // A name that ends with such a word, and its value: behind a colon or an equals sign, as the next attribute, or as the text of an element. Keys and tokens have a digit among letters,
    // passwords are what they are; what begins with $, {, <, %, * or # is to be filled in, and a version is none.
    [GeneratedRegex(
        """
        (?: (?:passwo?r?d|passphrase|(?<![a-z])pwd|(?:client|app|shared|consumer|user|oauth|webhook|signing)[-_.]?secret|(?<=["'\s:.])secret)
            (?:["']?[\ \t]*[:=][\ \t]*["']?|["']\s+value\s*=\s*["']|>\s*)
            (?!your|change|x{3}|\.{2}|example|placeholder|secret|passw|true\b|false\b|null\b|none\b|required|optional|[0-9]{1,4}\b)
            [^\s"'<>{}$%*\#\[\](),;][^\s"'<>{}]{7,}
          | (?:api|access|secret|private|account|storage|subscription|encryption|signing|instrumentation|license)[-_.]?key
            (?:["']?[\ \t]*[:=][\ \t]*["']?|["']\s+value\s*=\s*["']|>\s*)
            (?=[A-Za-z0-9+/_=.-]*[0-9])(?=[A-Za-z0-9+/_=.-]*[A-Za-z])[A-Za-z0-9+/_=.-]{16,}
          | (?:(?:auth|access|bearer|refresh|bot|api|deploy)[-_.]?token|(?<=["'\s:.])token)
            (?:["']?[\ \t]*[:=][\ \t]*["']?|["']\s+value\s*=\s*["']|>\s*)
            (?=[A-Za-z0-9+/_=.-]*[0-9])(?=[A-Za-z0-9+/_=.-]*[A-Za-z])[A-Za-z0-9+/_=.-]{16,}
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Setting();
}
