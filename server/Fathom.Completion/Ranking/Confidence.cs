using Fathom.Completion.Generation;

namespace Fathom.Completion.Ranking;

/// <summary>
/// How sure a model was of the text that is shown, a number in 0 … 1: exp of the mean log-probability of its tokens. Of a model that tells no
/// probabilities only the form of the text is known: a line that ended by itself is more often right than several, and those more often than what a limit cut.
/// </summary>
internal static class Confidence
{
    private const double OneLine = 0.7;
    private const double SeveralLines = 0.5;
    private const double CutOff = 0.3;

    /// <summary>The confidence of the first <paramref name="length"/> characters of a candidate.</summary>
    public static double Of(Candidate candidate, int length)
    {
        double sum = 0;
        int tokens = 0;
        int start = 0;
        foreach (GeneratedPiece piece in candidate.Pieces)
        {
            if (start >= length)
            {
                break;
            }

            // The end of an answer may be no token; a repair can make the shown text reach it.
            if (piece.Tokens == 0)
            {
                continue;
            }

            if (piece.LogProbability is not { } logProbability)
            {
                return OfForm(candidate, length);
            }

            sum += logProbability;
            tokens += piece.Tokens;
            start += piece.Text.Length;
        }

        return tokens == 0 ? 0 : Math.Exp(Math.Min(0, sum / tokens));
    }

    /// <summary>The least confidence that is shown.</summary>
    public static double Threshold(ConfidenceLevel level) => level switch
    {
        ConfidenceLevel.Eager => 0.2,
        ConfidenceLevel.Balanced => 0.4,
        _ => 0.65,
    };

    private static double OfForm(Candidate candidate, int length) =>
        candidate.End is CandidateEnd.Limit or CandidateEnd.TimedOut or CandidateEnd.Circle ? CutOff
        : candidate.Text.AsSpan(0, Math.Min(length, candidate.Text.Length)).Trim('\n').Contains('\n') ? SeveralLines
        : OneLine;
}
