using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Filtering;

/// <summary>Cuts from a candidate what the document already holds and rejects what a person would not want to see.</summary>
internal static class CandidateFilter
{
    public static FilteredText Apply(CursorContext cursor, Candidate candidate)
    {
        if (candidate.End == CandidateEnd.Circle)
        {
            return new FilteredText("", CompletionOutcome.FilteredRepeatsPrefix);
        }

        string text = cursor.HasCommentRight ? WithoutComment(cursor, candidate.Text) : candidate.Text;
        if (!cursor.RestIsClosers && !FillsHole(cursor, candidate))
        {
            return new FilteredText("", CompletionOutcome.FilteredUnfinished);
        }

        text = BlankLines.Tidy(cursor.AtIndentation ? BlankLines.Fold(text, cursor.LinePrefix) : text);
        if (string.IsNullOrWhiteSpace(text))
        {
            return new FilteredText("", EmptyOutcome(candidate));
        }

        string kept = cursor.RestIsClosers ? text : SuffixOverlap.TrimLine(text, cursor.RestOfLine);
        kept = BlankLines.Tidy(SuffixOverlap.TrimLines(kept, cursor.LinePrefix, cursor.LinesBelow, cursor.RestIsClosers));
        if (kept.Length == 0)
        {
            return new FilteredText("", CompletionOutcome.FilteredRepeatsSuffix);
        }

        if (PrefixRepetition.IsCircle(kept) || PrefixRepetition.IsFound(kept, cursor.LinePrefix, cursor.Before[..cursor.LineStart]))
        {
            return new FilteredText("", CompletionOutcome.FilteredRepeatsPrefix);
        }

        if (cursor.Family is LanguageFamily.CSharp or LanguageFamily.Brackets)
        {
            kept = BlankLines.Tidy(BracketBalance.Trim(cursor, kept));
        }

        return kept.Length == 0 ? new FilteredText("", CompletionOutcome.FilteredUnbalanced) : new FilteredText(kept, null);
    }

    // One stands there already.
    private static string WithoutComment(CursorContext cursor, string text)
    {
        int comment = text.IndexOf("//", StringComparison.Ordinal);
        return comment >= 0 && OpenString.At(cursor.LinePrefix + text[..comment]) is null ? text[..comment] : text;
    }

    /// <summary>Inside a line the text has to come to its end there, or to write the rest of the line again; one that goes to the next line misses the place.</summary>
    private static bool FillsHole(CursorContext cursor, Candidate candidate) => candidate.End switch
    {
        CandidateEnd.ModelEnded => true,
        CandidateEnd.Complete when !candidate.EndsAtLineEnd => true,
        _ => SuffixOverlap.TrimLine(candidate.Text, cursor.RestOfLine).Length < candidate.Text.Length,
    };

    private static CompletionOutcome EmptyOutcome(Candidate candidate) => candidate.End switch
    {
        CandidateEnd.TimedOut => CompletionOutcome.TimedOut,
        CandidateEnd.Limit => CompletionOutcome.FilteredUnfinished,
        _ => CompletionOutcome.FilteredEmpty,
    };
}
