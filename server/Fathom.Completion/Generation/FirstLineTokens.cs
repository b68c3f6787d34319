using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Raises the tokens by which the first line of an answer goes on as something other than the model foresees.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal abstract class FirstLineTokens(string prefix, string open, Tokenizer tokenizer) : FirstLinePrior(prefix, open, tokenizer)
{
    private readonly List<int> _ids = [];
    private readonly HashSet<int> _raised = [];

    /// <summary>How a line may go on, none of it empty.</summary>
    /// <param name="line">The line so far.</param>
    /// <param name="logOdds">How much likelier than the model says the first token of each is.</param>
    internal abstract IEnumerable<string> RestsOf(string line, out float logOdds);

    /// <inheritdoc/>
    protected override void Weigh(string line, string unspelled, Span<float> logits)
    {
        _raised.Clear();
        foreach (string rest in RestsOf(line, out float logOdds))
        {
            _ids.Clear();
            Tokenizer.Encode(unspelled + rest, _ids);
            if (_raised.Add(_ids[0]))
            {
                logits[_ids[0]] += logOdds;
            }
        }
    }
}
