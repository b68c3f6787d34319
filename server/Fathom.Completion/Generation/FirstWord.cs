using System.Runtime.InteropServices;
using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Has an answer begin with one of some words; which one is the model's to say.</summary>
/// <param name="open">The end of the prompt that is spelled again.</param>
/// <param name="words">The words; none is the beginning of another.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class FirstWord(string open, IEnumerable<string> words, Tokenizer tokenizer) : INextTokenPrior
{
    private readonly List<int>[] _spellings = [.. words.Select(word => tokenizer.Encode(open + word))];
    private readonly List<(int Token, float Logit)> _kept = [];

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> before, int settled, Span<float> logits)
    {
        ReadOnlySpan<int> chosen = before[settled..];
        _kept.Clear();
        foreach (List<int> spelling in _spellings)
        {
            ReadOnlySpan<int> tokens = CollectionsMarshal.AsSpan(spelling);
            if (tokens.Length > chosen.Length && tokens.StartsWith(chosen) && float.IsFinite(logits[tokens[chosen.Length]]))
            {
                _kept.Add((tokens[chosen.Length], logits[tokens[chosen.Length]]));
            }
        }

        // None is left when a word is complete, and also where another prior ruled all of them out.
        if (_kept.Count > 0)
        {
            logits.Fill(float.NegativeInfinity);
            foreach ((int token, float logit) in _kept)
            {
                logits[token] = logit;
            }
        }
    }
}
