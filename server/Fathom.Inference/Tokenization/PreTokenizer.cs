namespace Fathom.Inference.Tokenization;

/// <summary>Cuts a text into the pieces that merges do not cross: each step cuts every piece of the step before.</summary>
internal sealed class PreTokenizer(IReadOnlyList<SplitStep> steps)
{
    /// <summary>The pieces of <paramref name="text"/> (well-formed UTF-16) in order; together they are the whole text.</summary>
    public List<TextRange> Split(ReadOnlySpan<char> text)
    {
        List<TextRange> pieces = [];
        if (text.IsEmpty)
        {
            return pieces;
        }

        PatternText view = PatternText.Of(text);
        pieces.Add(new TextRange(0, view.Characters.Length));
        List<TextRange> cut = [];
        foreach (SplitStep step in steps)
        {
            cut.Clear();
            foreach (TextRange piece in pieces)
            {
                step.Split(view.Characters, piece, cut);
            }

            (pieces, cut) = (cut, pieces);
        }

        for (int i = 0; i < pieces.Count; i++)
        {
            pieces[i] = view.Original(pieces[i]);
        }

        return pieces;
    }
}
