using Fathom.Completion.Generation;

namespace Fathom.Completion.Ranking;

/// <summary>How sure a model was of the text that is shown: exp of the mean log-probability of its tokens, a number in 0 … 1.</summary>
internal static class Confidence
{
    /// <summary>The confidence of the first <paramref name="length"/> characters of a candidate.</summary>
    public static double Of(IReadOnlyList<GeneratedPiece> pieces, int length)
    {
        double sum = 0;
        int tokens = 0;
        int start = 0;
        foreach (GeneratedPiece piece in pieces)
        {
            if (start >= length)
            {
                break;
            }

            sum += piece.LogProbability;
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
}
