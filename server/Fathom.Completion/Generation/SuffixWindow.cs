using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>The part after the cursor that a model reads: whole lines up to a number of tokens, so that it changes only where the text does.</summary>
/// <param name="tokenizer">The model's tokenizer.</param>
/// <param name="mostTokens">Most tokens.</param>
/// <param name="cutsLines">True where a first line that is longer than that is cut rather than left out.</param>
internal sealed class SuffixWindow(Tokenizer tokenizer, int mostTokens, bool cutsLines = true)
{
    // Longer tokens than these are runs of white space and the like; where many of them stand the window is smaller than it could be.
    private const int CharactersPerToken = 8;

    /// <summary>Appends the tokens of the beginning of <paramref name="suffix"/>.</summary>
    public void Encode(ReadOnlySpan<char> suffix, List<int> ids)
    {
        if (mostTokens <= 0)
        {
            return;
        }

        ReadOnlySpan<char> window = suffix[..Math.Min(suffix.Length, mostTokens * CharactersPerToken)];
        List<int> all = tokenizer.Encode(window);
        if (all.Count <= mostTokens && window.Length == suffix.Length)
        {
            ids.AddRange(all);
            return;
        }

        List<int> most = all[..Math.Min(all.Count, mostTokens)];
        int end = tokenizer.Decode([.. most]).LastIndexOf('\n') + 1;
        List<int> lines = end > 0 ? tokenizer.Encode(window[..end]) : cutsLines ? most : [];
        ids.AddRange(lines[..Math.Min(lines.Count, mostTokens)]);
    }
}
