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
    public static CompletionPrompt Of(CursorContext cursor) => new(
        cursor.Document.Path,
        Normalize(cursor.Before),
        Normalize(cursor.RestIsClosers ? cursor.LinesBelow : cursor.After),
        []);

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
