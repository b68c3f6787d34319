using System.Globalization;

namespace Fathom.Backends.Http;

/// <summary>Words of a server within a sentence: they reach terminals and logs, so nothing in them may be a command to one.</summary>
internal static class Quotation
{
    private const int Longest = 200;

    /// <summary>A text on one line, short, and without the key and characters that show nothing themselves.</summary>
    public static string Of(string text, BackendKey? key)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Where(character => char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format)));

        // What is dropped may have stood within the key, and a cut leaves its start.
        line = key?.HideIn(line) ?? line;
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
