using Fathom.Completion.Cursor;

namespace Fathom.Completion.Generation;

/// <summary>The type that the name of a C# file asks for (rule SA1649 of StyleCop).</summary>
internal static class FileType
{
    private static readonly string[] Declarations = ["class", "interface", "struct", "record", "enum"];

    /// <summary>Its name; null where the file's name could be none.</summary>
    /// <param name="path">The path of the file, with forward slashes.</param>
    public static string? Of(string path)
    {
        string file = path[(path.LastIndexOf('/') + 1)..];
        int end = file.AsSpan().IndexOfAny(".`{(-");
        string name = end < 0 ? file : file[..end];
        return name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(WholeWords.IsPart) ? name : null;
    }

    /// <summary>The lines that may declare it, but for modifiers.</summary>
    public static IEnumerable<string> DeclarationsOf(string type) => Declarations.Select(declaration => $"{declaration} {type}");

    /// <summary>True where a text declares it.</summary>
    public static bool IsDeclared(string type, ReadOnlySpan<char> text)
    {
        foreach (string declaration in DeclarationsOf(type))
        {
            if (Holds(text, declaration))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True where words stand in a text, from the beginning of the first to the end of the last.</summary>
    public static bool Holds(ReadOnlySpan<char> text, string words)
    {
        bool isInWord = false;
        for (int at = text.IndexOf(words); at >= 0; at = text.IndexOf(words))
        {
            bool begins = at > 0 ? !WholeWords.IsPart(text[at - 1]) : !isInWord;
            isInWord = true;
            text = text[(at + words.Length)..];
            if (begins && (text.IsEmpty || !(WholeWords.IsPart(text[0]) || text[0] == '.')))
            {
                return true;
            }
        }

        return false;
    }
}
