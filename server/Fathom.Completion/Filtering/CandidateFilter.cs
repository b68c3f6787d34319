using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Filtering;

/// <summary>Cuts from a candidate what the document already holds and rejects what a person would not want to see.</summary>
internal static class CandidateFilter
{
    public static FilteredText Apply(CursorContext cursor, Candidate candidate)
    {
        string text = candidate.Text;
        if (!cursor.RestIsClosers && candidate.End != CandidateEnd.ModelEnded)
        {
            // Inside a line only a model that came to its end has filled the hole; or one that wrote the rest of the line again.
            string withoutRest = SuffixOverlap.TrimLine(text, cursor.RestOfLine);
            if (withoutRest.Length == text.Length)
            {
                return new FilteredText("", CompletionOutcome.GatedTextAfterCursor);
            }
        }

        text = BlankLines.Tidy(cursor.AtIndentation ? BlankLines.Fold(text, cursor.LinePrefix) : text);
        if (string.IsNullOrWhiteSpace(text))
        {
            return new FilteredText("", EmptyOutcome(candidate));
        }

        string kept = cursor.RestIsClosers ? text : SuffixOverlap.TrimLine(text, cursor.RestOfLine);
        kept = BlankLines.Tidy(SuffixOverlap.TrimLines(kept, cursor.LinePrefix, cursor.LinesBelow));
        if (kept.Length == 0)
        {
            return new FilteredText("", CompletionOutcome.FilteredRepeatsSuffix);
        }

        if (InnerRepetition.IsFound(kept) || PrefixRepetition.IsFound(kept, cursor.LinePrefix, cursor.Before[..cursor.LineStart]))
        {
            return new FilteredText("", CompletionOutcome.FilteredRepeatsPrefix);
        }

        if (cursor.Family is LanguageFamily.CSharp or LanguageFamily.Brackets)
        {
            kept = BlankLines.Tidy(BracketBalance.Trim(cursor, kept));
        }

        return kept.Length == 0 ? new FilteredText("", CompletionOutcome.FilteredUnbalanced) : new FilteredText(kept, null);
    }

    private static CompletionOutcome EmptyOutcome(Candidate candidate) => candidate.End switch
    {
        CandidateEnd.TimedOut => CompletionOutcome.TimedOut,
        CandidateEnd.Limit => CompletionOutcome.FilteredUnfinished,
        _ => CompletionOutcome.FilteredEmpty,
    };
}
