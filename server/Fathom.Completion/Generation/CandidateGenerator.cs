using System.Text;
using Fathom.Completion.Filtering;
using Fathom.Completion.Ranking;
using Fathom.Completion.Stopping;

namespace Fathom.Completion.Generation;

/// <summary>Lets a model write until the stop rule, a limit or the time budget ends it.</summary>
internal static class CandidateGenerator
{
    private const int TokensBetweenLooks = 8;

    /// <summary>Generates one candidate.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">What it continues.</param>
    /// <param name="options">Sampling and the token limit.</param>
    /// <param name="stop">Where the text is complete.</param>
    /// <param name="lost">Ends a text that will not be shown; null to let it be written.</param>
    /// <param name="maximumLines">Most lines; 1 or more.</param>
    /// <param name="budget">Cancelled when the time is over: what is there then is the answer.</param>
    /// <param name="cancellationToken">Cancelled when nobody wants the answer any more.</param>
    /// <exception cref="OperationCanceledException">The request was cancelled.</exception>
    public static async Task<Candidate> GenerateAsync(
        ICompletionModel model,
        CompletionPrompt prompt,
        GenerationOptions options,
        IStopRule stop,
        LostSuggestion? lost,
        int maximumLines,
        CancellationToken budget,
        CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var pieces = new List<GeneratedPiece>();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget, cancellationToken);
        try
        {
            await foreach (GeneratedPiece piece in model.GenerateAsync(prompt, options, either.Token).ConfigureAwait(false))
            {
                pieces.Add(piece);
                text.Append(piece.Text);
                string written = text.ToString();
                if (stop.FindEnd(written, piece.IsEnd) is int end)
                {
                    bool modelEnded = piece.IsEnd && end == written.Length;
                    bool isLineEnd = end < written.Length && written[end] == '\n';
                    return new Candidate(written[..end], pieces, modelEnded ? CandidateEnd.ModelEnded : CandidateEnd.Complete, isLineEnd);
                }

                if (pieces.Count % TokensBetweenLooks == 0 && PrefixRepetition.IsCircle(written))
                {
                    return new Candidate(written, pieces, CandidateEnd.Circle);
                }

                if (pieces.Count % TokensBetweenLooks == 0 && pieces.Count >= LostSuggestion.LeastTokens && lost?.IsLost(written, pieces) is true)
                {
                    return new Candidate(written, pieces, CandidateEnd.Lost);
                }

                if (written.AsSpan().TrimEnd().Count('\n') >= maximumLines)
                {
                    break;
                }

                either.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Candidate(stop.Cut(text.ToString()), pieces, CandidateEnd.TimedOut);
        }

        return new Candidate(stop.Cut(text.ToString()), pieces, CandidateEnd.Limit);
    }
}
