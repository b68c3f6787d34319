using System.Text;
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
    private const string Root = "System";

    private readonly List<int> _ids = [];

    /// <summary>The beginnings of a candidate to avoid, one after the other: up to and with its least likely piece, and with its last. None where the model does not say how likely they were.</summary>
    /// <param name="candidate">What was rejected.</param>
    /// <param name="outcome">Why. Where it was not needed, neither is another namespace of .NET: <c>System</c> is avoided first.</param>
    public static IEnumerable<string> BeginningsToAvoid(Candidate candidate, CompletionOutcome outcome)
    {
        float least = float.PositiveInfinity;
        int unsure = 0;
        var written = new StringBuilder();
        foreach (GeneratedPiece piece in candidate.Pieces.TakeWhile(_ => written.Length < candidate.Text.Length))
        {
            written.Append(piece.Text);
            if (piece.LogProbability < least)
            {
                (least, unsure) = (piece.LogProbability.Value, written.Length);
            }
        }

        int root = outcome == CompletionOutcome.FilteredUnneeded && candidate.Text.IndexOf(Root, StringComparison.Ordinal) is >= 0 and int at ? at + Root.Length : unsure;
        return unsure == 0 ? [] : new[] { root, unsure, written.Length }.Distinct().Select(end => written.ToString(0, end));
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
