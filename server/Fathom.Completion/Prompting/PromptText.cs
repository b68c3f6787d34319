using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Prompting;

/// <summary>Makes the prompt of a place.</summary>
/// <remarks>
/// Closers right of the cursor (as editors write them) are left out of the suffix: in the embedded model's prompt the suffix comes first, so
/// an auto-closed bracket would throw away the prefix cache, while the model writes the closer by itself. Placement matches both afterwards.
/// </remarks>
internal static class PromptText
{
    /// <summary>The prompt of a cursor.</summary>
    /// <param name="cursor">The document and the cursor.</param>
    /// <param name="context">Other files, least relevant first; null for none.</param>
    public static CompletionPrompt Of(CursorContext cursor, IReadOnlyList<ContextFile>? context = null) => new(
        cursor.Document.Path,
        Normalize(cursor.Before),
        Normalize(cursor.RestIsClosers ? cursor.LinesBelow : cursor.After),
        context is null ? [] : [.. context.Select(file => file with { Text = Normalize(file.Text) })])
    {
        Key = cursor.Document.Key,
    };

    /// <summary>Text with every line end as <c>\n</c>.</summary>
    public static string Normalize(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\r'))
        {
            return text.ToString();
        }

        return text.ToString().Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
    }
}
