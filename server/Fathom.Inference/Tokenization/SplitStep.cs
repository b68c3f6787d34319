using System.Text.RegularExpressions;

namespace Fathom.Inference.Tokenization;

/// <summary>One step of a pre-tokenizer: cuts a piece at the matches of a pattern.</summary>
/// <param name="Pattern">The pattern; it sees one piece at a time, so its anchors and lookarounds end at the piece.</param>
/// <param name="Behavior">What becomes of a match.</param>
/// <param name="Invert">True when the pattern describes the gaps rather than the matches.</param>
internal sealed record SplitStep(Regex Pattern, SplitBehavior Behavior, bool Invert)
{
    /// <summary>The pattern that ByteLevel applies unless told otherwise: contractions, words, numbers, punctuation, white space.</summary>
    public const string ByteLevelPattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Longest that one match may take: a pattern out of a file may be one that tries for ever.</summary>
    public static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    /// <summary>The same step with a compiled pattern.</summary>
    public SplitStep Compiled() => this with { Pattern = new Regex(Pattern.ToString(), Pattern.Options | RegexOptions.Compiled, MatchLimit) };

    /// <summary>Cuts <paramref name="piece"/> of <paramref name="text"/> and appends what results, in order, without empty pieces.</summary>
    /// <exception cref="InvalidDataException">The pattern takes too long.</exception>
    public void Split(ReadOnlySpan<char> text, TextRange piece, List<TextRange> pieces)
    {
        try
        {
            Cut(text, piece, pieces);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidDataException($"The pattern {Pattern} in the tokenizer of this model takes longer than {MatchLimit.TotalSeconds:F0} s over a text; choose a model with another tokenizer.json.");
        }
    }

    private void Cut(ReadOnlySpan<char> text, TextRange piece, List<TextRange> pieces)
    {
        int first = pieces.Count;
        int end = 0;
        bool previousMatched = false;
        foreach (ValueMatch match in Pattern.EnumerateMatches(text.Slice(piece.Start, piece.Length)))
        {
            Add(new TextRange(piece.Start + end, match.Index - end), Invert, first, ref previousMatched, pieces);
            Add(new TextRange(piece.Start + match.Index, match.Length), !Invert, first, ref previousMatched, pieces);
            end = match.Index + match.Length;
        }

        Add(new TextRange(piece.Start + end, piece.Length - end), Invert, first, ref previousMatched, pieces);
    }

    private void Add(TextRange range, bool matches, int first, ref bool previousMatched, List<TextRange> pieces)
    {
        if (range.Length == 0)
        {
            return;
        }

        bool joins = pieces.Count > first && Behavior switch
        {
            SplitBehavior.MergedWithPrevious => matches && !previousMatched,
            SplitBehavior.MergedWithNext => !matches && previousMatched,
            SplitBehavior.Contiguous => matches == previousMatched,
            _ => false,
        };
        if (joins)
        {
            pieces[^1] = pieces[^1] with { Length = pieces[^1].Length + range.Length };
        }
        else
        {
            pieces.Add(range);
        }

        previousMatched = matches;
    }
}
