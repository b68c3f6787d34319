using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>Keeps the first line of an answer from ending a statement, where the line below it goes on with it.</summary>
/// <param name="prefix">The text before the cursor.</param>
/// <param name="open">The end of it that is spelled again.</param>
/// <param name="isHead">True where a body follows: the line is neither an attribute nor a comment.</param>
/// <param name="tokens">The tokens to keep it from.</param>
/// <param name="tokenizer">The model's tokenizer.</param>
internal sealed class UnfinishedLine(string prefix, string open, bool isHead, LineVocabulary tokens, Tokenizer tokenizer) : FirstLinePrior(prefix, open, tokenizer)
{
    // A semicolon may still stand in a text of a kind that was not thought of.
    private const float LogOdds = -8;

    /// <inheritdoc/>
    protected override void Weigh(string line, string unspelled, Span<float> logits)
    {
        if (line.Contains("for (", StringComparison.Ordinal))
        {
            return;
        }

        Lower(tokens.Semicolons(isInString: IsInString(line)), logits);
        if (isHead && string.IsNullOrWhiteSpace(line))
        {
            Lower(tokens.NoHeads, logits);
        }
    }

    private static void Lower(ReadOnlySpan<int> ids, Span<float> logits)
    {
        foreach (int id in ids)
        {
            logits[id] += LogOdds;
        }
    }

    private static bool IsInString(string line)
    {
        bool isInside = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (isInside && line[i] == '\\')
            {
                i++;
            }
            else if (line[i] == '"')
            {
                isInside = !isInside;
            }
        }

        return isInside;
    }
}
