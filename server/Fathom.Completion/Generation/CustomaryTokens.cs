using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Raises the token by which the first line of an answer goes on as is the custom.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="custom">What is the custom.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class CustomaryTokens(string prefix, string open, CustomaryLine custom, Tokenizer tokenizer) : INextTokenPrior
{
    private readonly string _line = prefix[(prefix.LastIndexOf('\n') + 1)..];
    private readonly List<int> _ids = [];
    private bool _isOver;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<int> before, int settled, Span<float> logits)
    {
        if (_isOver)
        {
            return;
        }

        string spelled = tokenizer.Decode(before[settled..]);
        bool isPastCursor = spelled.Length >= open.Length;
        string written = isPastCursor ? spelled[open.Length..] : "";
        _isOver = written.Contains('\n');
        if (!_isOver && custom.RestOf(_line + written, out float logOdds) is { Length: > 0 } rest)
        {
            _ids.Clear();
            tokenizer.Encode(isPastCursor ? rest : open[spelled.Length..] + rest, _ids);
            logits[_ids[0]] += logOdds;
        }
    }
}
