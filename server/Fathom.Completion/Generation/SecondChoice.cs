using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>
/// Keeps an answer from beginning with a text, so that a greedy generation writes the same up to the last token of that text, there what is second likeliest, and from there on what
/// follows from that. Where an answer turned out wrong, the token that the model was least sure of is the likeliest cause.
/// </summary>
/// <param name="avoided">What the answer does not begin with, after the end of the prompt that is spelled again; not empty.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class SecondChoice(string avoided, Tokenizer tokenizer) : INextTokenPrior
{
    private readonly List<int> _ids = [];

    /// <summary>The beginning of a candidate to avoid: up to and with its least likely piece. Null where the model does not say how likely they were.</summary>
    public static string? BeginningToAvoid(Candidate candidate)
    {
        float least = float.PositiveInfinity;
        int end = 0;
        int at = 0;
        foreach (GeneratedPiece piece in candidate.Pieces)
        {
            at += piece.Text.Length;
            if (piece.LogProbability < least && at <= candidate.Text.Length)
            {
                (least, end) = (piece.LogProbability.Value, at);
            }
        }

        return end > 0 ? candidate.Text[..end] : null;
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> before, int settled, Span<float> logits)
    {
        string written = tokenizer.Decode(before[settled..]);
        if (written.Length < avoided.Length && avoided.StartsWith(written, StringComparison.Ordinal))
        {
            _ids.Clear();
            tokenizer.Encode(avoided.AsSpan(written.Length), _ids);
            if (_ids is [var only])
            {
                logits[only] = float.NegativeInfinity;
            }
        }
    }
}
