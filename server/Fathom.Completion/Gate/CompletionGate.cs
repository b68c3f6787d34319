using System.Text.RegularExpressions;
using Fathom.Completion.Cursor;

namespace Fathom.Completion.Gate;

/// <summary>Decides, from the text alone, whether a suggestion is wanted at a place at all.</summary>
internal static partial class CompletionGate
{
    // Minified code and data: a suggestion holds its whole line, and nobody reads one there.
    private const int LongestLine = 10_000;
    private static readonly string[] ReadOnlySchemes = ["git", "output", "vscode-scm", "gitlens", "review", "debug", "log"];

    /// <summary>The reason not to ask the model, or null to go on.</summary>
    public static CompletionOutcome? Check(CursorContext cursor, CompletionTrigger trigger, CompletionSettings settings) =>
        CheckDocument(cursor.Document, settings) ?? CheckPlace(cursor, trigger, settings);

    /// <summary>The reason never to complete in a document, or null.</summary>
    public static CompletionOutcome? CheckDocument(CompletionDocument document, CompletionSettings settings)
    {
        if (!settings.Enabled || settings.DisabledLanguages.Contains(Languages.IdOf(document), StringComparer.OrdinalIgnoreCase))
        {
            return CompletionOutcome.GatedDisabled;
        }

        if (ReadOnlySchemes.Contains(document.Scheme, StringComparer.OrdinalIgnoreCase))
        {
            return CompletionOutcome.GatedReadOnly;
        }

        if (document.Text.Length > settings.MaximumDocumentLength)
        {
            return CompletionOutcome.GatedTooLarge;
        }

        return settings.IsExcluded(document.Path) ? CompletionOutcome.GatedExcluded : null;
    }

    /// <summary>The reason not to complete at a place of a document, or null.</summary>
    public static CompletionOutcome? CheckPlace(CursorContext cursor, CompletionTrigger trigger, CompletionSettings settings)
    {
        if (string.IsNullOrWhiteSpace(cursor.Document.Text))
        {
            return CompletionOutcome.NoContext;
        }

        if (cursor.LineEnd - cursor.LineStart > LongestLine)
        {
            return CompletionOutcome.GatedLongLine;
        }

        if (cursor.RestOfLine.Length > 0 && IsWordPart(cursor.RestOfLine[0]))
        {
            bool inside = cursor.LinePrefix.Length > 0 && IsWordPart(cursor.LinePrefix[^1]);
            if (inside || trigger == CompletionTrigger.Automatic)
            {
                return CompletionOutcome.GatedInsideWord;
            }
        }

        if (!cursor.RestIsClosers && !(settings.InsideLines && (trigger == CompletionTrigger.Invoked || IsHole(cursor))))
        {
            return CompletionOutcome.GatedTextAfterCursor;
        }

        return trigger == CompletionTrigger.Automatic && IsComplete(cursor) ? CompletionOutcome.GatedLineComplete : null;
    }

    /// <summary>A hole asks to be filled: the character before it opens something, as in <c>Add(|).Sum()</c> or <c>x = | + 1</c>.</summary>
    private static bool IsHole(CursorContext cursor)
    {
        ReadOnlySpan<char> before = cursor.LinePrefix.AsSpan().TrimEnd();
        return before.Length > 0 && "([{,=<.!&|?:+-*/\"'`".Contains(before[^1], StringComparison.Ordinal);
    }

    /// <summary>Behind a finished statement a new line is what comes next, and the user types that.</summary>
    private static bool IsComplete(CursorContext cursor)
    {
        if (cursor.Family is not (LanguageFamily.CSharp or LanguageFamily.Brackets))
        {
            return false;
        }

        ReadOnlySpan<char> before = cursor.LinePrefix.AsSpan().TrimEnd();
        return before.Length > 0 && before[^1] is ';' or '}' && !GoesOn(before, cursor.Family);
    }

    /// <summary>True in the head of a <c>for</c>, in a list of accessors, in a string, and behind names in braces that something is imported from or assigned to.</summary>
    private static bool GoesOn(ReadOnlySpan<char> line, LanguageFamily family) =>
        BracketScan.Read(line).Sum(bracket => bracket.Kind switch { BracketKind.Open => 1, BracketKind.Close => -1, _ => 0 }) > 0
        || OpenString.At(line) is not null
        || (family == LanguageFamily.Brackets && (line[^1] == '}' ? NamesInBraces().IsMatch(line) : HeadWithoutParentheses().IsMatch(line)));

    [GeneratedRegex(@"^\s*(import|export|const|let|var)\b[^=]*\{[^={}]*\}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamesInBraces();

    // Of Go: for i := 0; i < n; i++ and if err := f(); err != nil.
    [GeneratedRegex(@"^\s*(\}\s*else\s+)?(for|if|switch)\s+[^(\s][^{]*;$", RegexOptions.CultureInvariant)]
    private static partial Regex HeadWithoutParentheses();

    private static bool IsWordPart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
