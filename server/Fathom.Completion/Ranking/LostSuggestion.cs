using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Ranking;

/// <summary>
/// Tells while a model still writes that its text is too far from being shown: the total and the least log-probability only fall, and so does what the filter makes of them.
/// A key that would wait for a hundred unsure tokens waits for some twenty.
/// </summary>
/// <param name="cursor">Where the text would stand.</param>
/// <param name="filter">The model's filter.</param>
/// <param name="level">The user's setting.</param>
internal sealed class LostSuggestion(CursorContext cursor, ShowFilter filter, ConfidenceLevel level)
{
    /// <summary>Tokens that are always waited for.</summary>
    public const int LeastTokens = 16;

    // What grammar says of the place comes later and is worth a factor of four in the odds; the text may also be cut to its surer beginning.
    private const double Margin = 10;

    /// <summary>True where a text of at least <see cref="LeastTokens"/> is far from being shown.</summary>
    public bool IsLost(string written, IReadOnlyList<GeneratedPiece> pieces)
    {
        double probability = filter.Probability(SuggestionSignals.Of(cursor, new Candidate(written, pieces, CandidateEnd.Limit), written, null, isRepaired: false));
        double threshold = filter.Threshold(level);
        return Margin * probability / (1 - probability) < threshold / (1 - threshold);
    }
}
