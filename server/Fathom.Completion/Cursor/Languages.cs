using Fathom.Repository.CSharp;

namespace Fathom.Completion.Cursor;

/// <summary>Finds the family of a language by its id, or by the file extension where the editor sent no id.</summary>
internal static class Languages
{
    /// <summary>The family that a document is read as: C# that is nested too deeply for Roslyn is a language with brackets like any other.</summary>
    public static LanguageFamily FamilyOf(CompletionDocument document)
    {
        LanguageFamily family = FamilyOf(IdOf(document));
        return family == LanguageFamily.CSharp && !CSharpNesting.IsBearable(document.Text) ? LanguageFamily.Brackets : family;
    }

    /// <summary>The language id: the editor's, else one derived from the extension, else empty.</summary>
    public static string IdOf(CompletionDocument document) =>
        document.LanguageId.Length > 0 ? document.LanguageId : IdOfExtension(Path.GetExtension(document.Path));

    private static string IdOfExtension(string extension) => extension.ToLowerInvariant() switch
    {
        ".cs" or ".csx" => "csharp",
        ".py" => "python",
        ".js" or ".mjs" or ".cjs" => "javascript",
        ".ts" or ".mts" => "typescript",
        ".jsx" => "javascriptreact",
        ".tsx" => "typescriptreact",
        ".yml" or ".yaml" => "yaml",
        ".md" => "markdown",
        ".txt" => "plaintext",
        ".rs" => "rust",
        ".c" or ".h" => "c",
        ".cpp" or ".hpp" or ".cc" => "cpp",
        "" => "",
        var other => other[1..],
    };

    private static LanguageFamily FamilyOf(string id) => id switch
    {
        "csharp" or "cs" => LanguageFamily.CSharp,
        "python" or "yaml" or "fsharp" or "haskell" or "coffeescript" or "nim" or "pug" => LanguageFamily.Indentation,
        "" or "plaintext" or "text" or "markdown" or "csv" or "log" or "git-commit" or "gitcommit" => LanguageFamily.Lines,
        _ => LanguageFamily.Brackets,
    };
}
