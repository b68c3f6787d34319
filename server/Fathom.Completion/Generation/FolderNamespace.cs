namespace Fathom.Completion.Generation;

/// <summary>
/// The namespace that the folders of a C# file ask for (rule IDE0130 of .NET). Of all folders the last with a dot in its name is taken for the project's, and without one the
/// first below the folders that hold projects; of a name that is begun, those folders follow that lie below the one it is in. Folders in lower case only sort.
/// </summary>
internal static class FolderNamespace
{
    /// <summary>The word that declares a namespace.</summary>
    public const string Word = "namespace";

    private const string Keyword = Word + " ";

    // Folders that hold projects and are no part of a namespace.
    private static readonly string[] Roots = ["src", "source", "sources", "test", "tests", "lib", "libs", "samples", "examples", "benchmarks"];

    /// <summary>The whole name; null where the folders say nothing.</summary>
    /// <param name="path">The path of the file relative to the workspace, with forward slashes.</param>
    /// <param name="typed">The part of the name that is written already; may be empty, may end inside a word.</param>
    public static string? Of(string path, string typed)
    {
        string[] folders = path.Split('/')[..^1];
        string[] below = folders[(Array.FindLastIndex(folders, folder => Roots.Contains(folder, StringComparer.OrdinalIgnoreCase)) + 1)..];
        string[] words = typed.Length > 0 ? GoOn(typed.Split('.'), Naming(below))
            : Words(Naming(Array.FindLastIndex(folders, folder => folder.Contains('.')) is >= 0 and var project ? folders[project..] : below));
        return words.Length > 0 && Array.TrueForAll(words, IsName) ? string.Join('.', WithoutRepetition(words)) : null;
    }

    /// <summary>The part of a name that a text ends with, where its last line declares a namespace; else null.</summary>
    public static string? TypedIn(string prefix)
    {
        ReadOnlySpan<char> line = prefix.AsSpan(prefix.LastIndexOf('\n') + 1);
        return line.StartsWith(Keyword) ? line[Keyword.Length..].ToString() : null;
    }

    private static string[] Naming(string[] folders) => Array.FindAll(folders, folder => folder is not [>= 'a' and <= 'z', ..]);

    private static string[] GoOn(string[] typed, string[] folders)
    {
        bool endsWithDot = typed[^1].Length == 0;
        ReadOnlySpan<string> begun = endsWithDot ? typed.AsSpan(..^1) : typed;
        string[] words = Words(folders);
        int at = -1;
        int most = 0;
        for (int i = words.Length - 1; i >= 0; i--)
        {
            int same = endsWithDot ? Same(words.AsSpan(..(i + 1)), begun)
                : words[i].StartsWith(begun[^1], StringComparison.OrdinalIgnoreCase) ? 1 + Same(words.AsSpan(..i), begun[..^1])
                : 0;
            if (same > most)
            {
                (at, most) = (i, same);
            }
        }

        if (at >= 0)
        {
            string last = begun[^1] + words[at][begun[^1].Length..];
            return [.. begun[..^1], last, .. words[(at + 1)..]];
        }

        // A project may be named unlike its namespace, and the folders in it follow all the same. One word alone may not be whole yet.
        return begun.Length + (endsWithDot ? 1 : 0) > 1 && folders.Length > 1 ? [.. begun, .. Words(folders[1..])] : [];
    }

    // How many words the two end with alike.
    private static int Same(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
    {
        int count = 0;
        while (count < left.Length && count < right.Length && left[^(count + 1)].Equals(right[^(count + 1)], StringComparison.OrdinalIgnoreCase))
        {
            count++;
        }

        return count;
    }

    private static string[] Words(string[] folders) => [.. folders.SelectMany(folder => folder.Split('.'))];

    private static IEnumerable<string> WithoutRepetition(string[] words) =>
        words.Where((word, i) => i == 0 || !word.Equals(words[i - 1], StringComparison.OrdinalIgnoreCase));

    private static bool IsName(string word) => word.Length > 0 && !char.IsAsciiDigit(word[0]) && word.All(character => char.IsLetterOrDigit(character) || character == '_');
}
