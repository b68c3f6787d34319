using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Has a say in the tokens of an answer's first line.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal abstract class FirstLinePrior(string prefix, string open, Tokenizer tokenizer) : INextTokenPrior
{
    private readonly string _line = prefix[(prefix.LastIndexOf('\n') + 1)..];
    private bool _isOver;

    /// <summary>The model's tokenizer.</summary>
    protected Tokenizer Tokenizer { get; } = tokenizer;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> before, int settled, Span<float> logits)
    {
        if (_isOver)
        {
            return;
        }

        string spelled = Tokenizer.Decode(before[settled..]);
        bool isPastCursor = spelled.Length >= open.Length;
        string written = isPastCursor ? spelled[open.Length..] : "";
        _isOver = written.Contains('\n');
        if (!_isOver)
        {
            Weigh(_line + written, isPastCursor ? "" : open[spelled.Length..], logits);
        }
    }

    /// <summary>Weighs the next token.</summary>
    /// <param name="line">The line so far.</param>
    /// <param name="unspelled">The end of it that is still to be spelled again; the token begins with that.</param>
    /// <param name="logits">As in <see cref="INextTokenPrior.Apply"/>.</param>
    protected abstract void Weigh(string line, string unspelled, Span<float> logits);
}
