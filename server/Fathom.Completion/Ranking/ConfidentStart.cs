using Fathom.Completion.Generation;

namespace Fathom.Completion.Ranking;

/// <summary>Finds the part of an unsure line that the model is sure of: the name of a method often is certain where its arguments are not.</summary>
internal static class ConfidentStart
{
    // Fewer tokens say less, so they have to be surer than a whole line.
    private const double LeastConfidence = 0.6;
    private const int ShortestStart = 2;

    /// <summary>The longest start of a line that ends with a word and reaches the threshold; empty when there is none.</summary>
    /// <param name="pieces">The pieces the line came in.</param>
    /// <param name="line">The text to insert at the cursor; without line feeds.</param>
    /// <param name="threshold">The confidence that whole suggestions need, 0 … 1.</param>
    public static string Of(IReadOnlyList<GeneratedPiece> pieces, string line, double threshold)
    {
        for (int end = line.Length - 1; end >= ShortestStart; end--)
        {
            bool endsWord = char.IsLetterOrDigit(line[end - 1]) && !char.IsLetterOrDigit(line[end]) && line[end] != '_';
            if (endsWord && Confidence.Of(pieces, end) >= Math.Max(threshold, LeastConfidence))
            {
                return line[..end];
            }
        }

        return "";
    }
}
