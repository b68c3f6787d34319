using System.Text;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Prompting;

/// <summary>Other files in front of a document as comments, for models that know nothing of files.</summary>
internal static class PromptComments
{
    private static readonly string[] s_hashLanguages = [".py", ".rb", ".sh", ".yml", ".yaml", ".toml", ".ps1", ".r", ".pl", ".ex", ".exs", ".nix", ".tf", ".mk"];

    /// <summary>What stands before the cursor: the other files, the path, the document.</summary>
    public static string Before(CompletionPrompt prompt)
    {
        string mark = MarkOf(prompt.Path);
        var text = new StringBuilder();
        foreach (ContextFile file in prompt.Context)
        {
            text.Append(mark).Append(file.Path).Append('\n');
            foreach (string line in file.Text.TrimEnd('\n').Split('\n'))
            {
                text.Append(mark).Append(line).Append('\n');
            }
        }

        return text.Append(mark).Append(prompt.Path).Append('\n').Append(prompt.Prefix).ToString();
    }

    /// <summary>The line that names the document, and what of it stands before the cursor.</summary>
    public static string Named(CompletionPrompt prompt) => $"{MarkOf(prompt.Path)}{prompt.Path}\n{prompt.Prefix}";

    private static string MarkOf(string path) => s_hashLanguages.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? "# " : "// ";
}
