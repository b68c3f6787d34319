using System.Text;
using System.Text.RegularExpressions;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Prompting;

/// <summary>How the text around a cursor is written for models of one family, with the control tokens that they were trained with.</summary>
/// <param name="Name">The name, for example <c>qwen</c>.</param>
/// <param name="Before">Token in front of the text before the cursor.</param>
/// <param name="After">Token in front of the text after the cursor.</param>
/// <param name="Middle">Token that asks for the middle; empty where the model has none.</param>
/// <param name="SuffixFirst">True where the text after the cursor comes first.</param>
/// <param name="FileSeparator">Token in front of the path of another file; null where the family has none.</param>
/// <param name="Others">Further control tokens of the family, as far as they are not of the form <c>&lt;|name|&gt;</c> and not ordinary code; null where there are none.</param>
public sealed partial record FimLayout(
    string Name, string Before, string After, string Middle, bool SuffixFirst = false, string? FileSeparator = null, IReadOnlyList<string>? Others = null)
{
    /// <summary>Every control token, with the blanks around it removed: no answer goes on behind one.</summary>
    public IReadOnlyList<string> Tokens { get; } = [.. new[] { Before, After, Middle, FileSeparator ?? "" }.Select(token => token.Trim()).Where(token => token.Length > 0).Distinct()];

    /// <summary>The whole prompt as one text.</summary>
    public string Write(CompletionPrompt prompt)
    {
        var text = new StringBuilder();
        string before = Harmless(FileSeparator is null ? PromptComments.Before(prompt) : prompt.Prefix);
        if (FileSeparator is not null)
        {
            foreach (ContextFile file in prompt.Context)
            {
                text.Append(FileSeparator).Append(Harmless(file.Path)).Append('\n').Append(Harmless(file.Text).TrimEnd('\n')).Append('\n');
            }

            text.Append(FileSeparator).Append(Harmless(prompt.Path)).Append('\n');
        }

        string after = Harmless(prompt.Suffix);
        return (SuffixFirst ? text.Append(After).Append(after).Append(Before).Append(before) : text.Append(Before).Append(before).Append(After).Append(after)).Append(Middle).ToString();
    }

    /// <summary>A server reads the control tokens wherever they stand, so those in the user's own text are broken.</summary>
    private string Harmless(string text)
    {
        text = StartOfToken().Replace(text, "< ");
        foreach (string token in Tokens.Concat(Others ?? []))
        {
            text = text.Replace(token, token.Insert(1, " "), StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Every family has tokens of this form, more than are documented, and hardly any code has a text of it.</summary>
    [GeneratedRegex(@"<(?=[|｜][\w▁./:-]+[|｜]>)", RegexOptions.CultureInvariant)]
    private static partial Regex StartOfToken();
}
