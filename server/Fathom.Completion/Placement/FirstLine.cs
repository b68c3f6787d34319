using Fathom.Completion.Cursor;

namespace Fathom.Completion.Placement;

/// <summary>Cuts suggestions to what a completion list can show: the rest of the cursor's line.</summary>
public static class FirstLine
{
    /// <summary>The answer with the first line of its suggestions; without any where they begin on the next line.</summary>
    /// <param name="answer">An answer.</param>
    /// <param name="document">The document it was made for.</param>
    /// <param name="offset">The cursor it was made for; 0 … length of the text.</param>
    public static CompletionAnswer Of(CompletionAnswer answer, CompletionDocument document, int offset)
    {
        if (answer.Suggestions.Count == 0)
        {
            return answer;
        }

        CursorContext cursor = CursorContext.At(document, offset);
        Suggestion[] lines = [.. answer.Suggestions
            .Select(suggestion => Cut(cursor, suggestion))
            .Where(line => !string.IsNullOrWhiteSpace(line.Inserted))];
        return lines.Length > 0
            ? answer with { Suggestions = lines }
            : CompletionAnswer.Nothing(CompletionOutcome.FilteredEmpty, answer.Tokens, "The suggestion begins on the next line, which a completion list cannot show.");
    }

    private static Suggestion Cut(CursorContext cursor, Suggestion suggestion)
    {
        int end = suggestion.Inserted.IndexOf('\n', StringComparison.Ordinal);
        return end < 0
            ? suggestion
            : SuggestionPlacer.Place(cursor, suggestion.Inserted[..end].TrimEnd(), suggestion.Confidence, suggestion.Tokens);
    }
}
