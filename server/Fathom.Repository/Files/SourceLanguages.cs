namespace Fathom.Repository.Files;

/// <summary>The languages that are indexed, by the extensions of their files.</summary>
public static class SourceLanguages
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".cs", ".csx", ".razor", ".cshtml", ".xaml", ".axaml", ".vb", ".fs", ".fsx", ".proto", ".sql",
        ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".css", ".scss", ".html",
        ".py", ".java", ".kt", ".kts", ".scala", ".go", ".rs", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hxx", ".m", ".mm",
        ".swift", ".rb", ".php", ".lua", ".sh", ".bash", ".ps1", ".psm1", ".dart", ".ex", ".exs", ".erl", ".hs", ".ml", ".clj", ".r", ".jl", ".zig",
    };

    /// <summary>True when the extension is one of a language that is indexed.</summary>
    public static bool Contains(string path) => Extensions.Contains(Path.GetExtension(path));

    /// <summary>True for C#, which Roslyn reads; the others are read by a light tokenizer.</summary>
    public static bool IsCSharp(string path) => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase);
}
