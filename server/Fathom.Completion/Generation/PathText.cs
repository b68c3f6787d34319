using System.Text;

namespace Fathom.Completion.Generation;

/// <summary>
/// What the path of a C# file says of text that is still to be written, as lines that a cache can take for a part of it: its namespace as
/// <see cref="FolderNamespace"/> has it, its type as <see cref="FileType"/>.
/// </summary>
internal static class PathText
{
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

        var text = new StringBuilder();
        if (FolderNamespace.Of(path, FolderNamespace.TypedIn(prefix) ?? "") is { } name && !IsDeclared(prefix, name) && !IsDeclared(suffix, name))
        {
            text.Append('\n').Append(FolderNamespace.Word).Append(' ').Append(name).Append(suffix.AsSpan().TrimStart().StartsWith("{") ? "\n{\n" : ";\n");
        }

        if (FileType.Of(path) is { } type && !FileType.IsDeclared(type, prefix) && !FileType.IsDeclared(type, suffix))
        {
            text.Append('\n').AppendJoin("\n\n", FileType.DeclarationsOf(type)).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsDeclared(string text, string name) => FileType.Holds(text, $"{FolderNamespace.Word} {name}");
}
