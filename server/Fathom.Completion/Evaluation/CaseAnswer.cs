using Fathom.Completion.Prompting;

namespace Fathom.Completion.Evaluation;

/// <summary>What a suggestion answers to a case.</summary>
internal static class CaseAnswer
{
    /// <summary>The document after an editor has applied a suggestion.</summary>
    public static string Apply(string document, Suggestion suggestion) =>
        string.Concat(document.AsSpan(0, suggestion.ReplaceStart), suggestion.Text, document.AsSpan(suggestion.ReplaceEnd));

    /// <summary>
    /// The text that then stands in the hole. Where the suggestion wrote closers that already stand right of the cursor they are not part of it;
    /// where it changed the text after the hole, the answer is all that was inserted.
    /// </summary>
    public static string Of(EvaluationCase one, Suggestion suggestion)
    {
        string applied = Apply(one.Prefix + one.Suffix, suggestion);
        int length = applied.Length - one.Prefix.Length - one.Suffix.Length;
        return length >= 0 && applied.EndsWith(one.Suffix, StringComparison.Ordinal) ? applied.Substring(one.Prefix.Length, length) : suggestion.Inserted;
    }

    /// <summary>
    /// The part of an answer, or of the expected text, that is compared: of a rest of a line its first line without white space at the end, of a
    /// whole line the first line that is not blank, else everything; without white space around the latter two. Line ends are <c>\n</c>.
    /// </summary>
    public static string Compared(CaseKind kind, string text)
    {
        text = PromptText.Normalize(text);
        return kind switch
        {
            CaseKind.RestOfLine => FirstLine(text).TrimEnd(),
            CaseKind.WholeLine => FirstLine(text.TrimStart()).TrimEnd(),
            _ => text.Trim(),
        };
    }

    private static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? text[..end] : text;
}
