using System.Text;

namespace Fathom.Completion.Generation;

/// <summary>
/// What the path of a C# file says of text that is still to be written, as lines that a cache can take for a part of it: the type is named as the file (rule SA1649 of StyleCop), and the
/// namespace as <see cref="FolderNamespace"/> says.
/// </summary>
internal static class PathText
{
    private static readonly string[] Declarations = ["class", "interface", "struct", "record", "enum"];

    /// <summary>The lines. What the document declares already is left out, and so are names that could not stand in C#; empty for other files.</summary>
    /// <param name="path">The path relative to the workspace, with forward slashes.</param>
    /// <param name="prefix">The document before the cursor.</param>
    /// <param name="suffix">The document after the cursor.</param>
    public static string Of(string path, string prefix, string suffix)
    {
        if (!path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        string file = path[(path.LastIndexOf('/') + 1)..];
        string type = file[..file.AsSpan().IndexOfAny(".`{(-")];
        var text = new StringBuilder();
        if (FolderNamespace.Of(path, FolderNamespace.TypedIn(prefix) ?? "") is { } name && !IsDeclared($"{FolderNamespace.Word} {name}"))
        {
            text.Append('\n').Append(FolderNamespace.Word).Append(' ').Append(name).Append(suffix.AsSpan().TrimStart().StartsWith("{") ? "\n{\n" : ";\n");
        }

        string[] declarations = [.. Declarations.Select(declaration => $"{declaration} {type}")];
        if (IsName(type) && !Array.Exists(declarations, IsDeclared))
        {
            text.Append('\n').AppendJoin("\n\n", declarations).Append('\n');
        }

        return text.ToString();

        bool IsDeclared(string words) => Declares(prefix, words) || Declares(suffix, words);
    }

    // True where the words stand, and the last of them ends there.
    private static bool Declares(string text, string words)
    {
        for (int at = text.IndexOf(words, StringComparison.Ordinal); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            int end = at + words.Length;
            if (end == text.Length || !IsPart(text[end]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsPart);

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character is '_' or '.';
}
