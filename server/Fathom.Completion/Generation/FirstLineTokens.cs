using Fathom.Inference.Generation;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Raises the tokens by which the first line of an answer goes on as something other than the model foresees.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal abstract class FirstLineTokens(string prefix, string open, Tokenizer tokenizer) : INextTokenPrior
{
    private readonly string _line = prefix[(prefix.LastIndexOf('\n') + 1)..];
    private readonly List<int> _ids = [];
    private readonly HashSet<int> _raised = [];
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
        if (_isOver)
        {
            return;
        }

        _raised.Clear();
        foreach (string rest in RestsOf(_line + written, out float logOdds))
        {
            _ids.Clear();
            tokenizer.Encode(isPastCursor ? rest : open[spelled.Length..] + rest, _ids);
            if (_raised.Add(_ids[0]))
            {
                logits[_ids[0]] += logOdds;
            }
        }
    }

    /// <summary>The name, or the part of one, that a line ends with; may be empty.</summary>
    protected static string NameAtEnd(string line)
    {
        int start = line.Length;
        while (start > 0 && (char.IsLetterOrDigit(line[start - 1]) || line[start - 1] == '_'))
        {
            start--;
        }

        return line[start..];
    }

    /// <summary>How a line may go on, none of it empty.</summary>
    /// <param name="line">The line so far.</param>
    /// <param name="logOdds">How much likelier than the model says the first token of each is.</param>
    internal abstract IEnumerable<string> RestsOf(string line, out float logOdds);
}
