using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Raises the token by which the first line of an answer goes on as is the custom.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="custom">What is the custom.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class CustomaryTokens(string prefix, string open, CustomaryLine custom, Tokenizer tokenizer) : FirstLineTokens(prefix, open, tokenizer)
{
    /// <inheritdoc/>
    internal override IEnumerable<string> RestsOf(string line, out float logOdds) => custom.RestOf(line, out logOdds) is { Length: > 0 } rest ? [rest] : [];
}
