using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Raises, while an answer begins like a text, the token that goes on like it.</summary>
/// <param name="text">The text, with the end of the prompt that is spelled again.</param>
/// <param name="logOdds">What is added to the logit of that token.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class FavouredText(string text, float logOdds, Tokenizer tokenizer) : INextTokenPrior
{
    private readonly List<int> _ids = [];

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> before, int settled, Span<float> logits)
    {
        string written = tokenizer.Decode(before[settled..]);
        if (written.Length < text.Length && text.StartsWith(written, StringComparison.Ordinal))
        {
            _ids.Clear();
            tokenizer.Encode(text.AsSpan(written.Length), _ids);
            logits[_ids[0]] += logOdds;
        }
    }
}
