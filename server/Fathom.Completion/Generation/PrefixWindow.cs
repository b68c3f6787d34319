using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>
/// The part before the cursor that a model reads. Its start is a line whose number is a multiple of the largest stride that still leaves half
/// of the budget: while lines are added at the cursor the start stays, until the window is full, and then it moves by a whole stride. So the
/// tokens before the cursor, and with them the attention state, stand for many keystrokes, and no state has to be kept to know where.
/// </summary>
internal sealed class PrefixWindow(Tokenizer tokenizer, int mostTokens)
{
    private const int CharactersPerToken = 6;
    private const int LargestStride = 32;
    private const int StepInLine = 600;

    /// <summary>
    /// Appends the tokens of the end of <paramref name="prefix"/>; returns the index in <paramref name="ids"/> at which its last piece begins.
    /// </summary>
    public int Encode(ReadOnlySpan<char> prefix, List<int> ids)
    {
        int first = Math.Max(0, prefix.Length - (mostTokens * CharactersPerToken));
        int line = prefix[..first].Count('\n');
        if (first > 0)
        {
            // The window opens inside a line, so that its first whole line is the next one.
            int end = prefix[first..].IndexOf('\n');
            if (end < 0)
            {
                return EncodeEnd(prefix[(first - (first % StepInLine))..], ids);
            }

            first += end + 1;
            line++;
        }

        int start = ids.Count;
        for (int stride = LargestStride; stride >= 1; stride /= 2)
        {
            int piece = EncodeFromStride(prefix, first, line, stride, ids);
            if (piece >= 0)
            {
                return piece;
            }

            ids.RemoveRange(start, ids.Count - start);
        }

        return EncodeEnd(prefix[first..], ids);
    }

    // From the first line whose number is a multiple of the stride and from which the text fits; −1 where that leaves too little.
    private int EncodeFromStride(ReadOnlySpan<char> prefix, int first, int line, int stride, List<int> ids)
    {
        int start = ids.Count;
        bool isCut = false;
        while (true)
        {
            while (line % stride != 0)
            {
                int end = prefix[first..].IndexOf('\n');
                if (end < 0)
                {
                    return -1;
                }

                first += end + 1;
                line++;
                isCut = true;
            }

            int piece = tokenizer.EncodeWithLastPiece(prefix[first..], ids);
            int count = ids.Count - start;
            if (count <= mostTokens)
            {
                return count >= mostTokens / 2 || (!isCut && first == 0) || stride == 1 ? piece : -1;
            }

            ids.RemoveRange(start, count);
            line++;
            int next = prefix[first..].IndexOf('\n');
            if (next < 0)
            {
                return -1;
            }

            first += next + 1;
            isCut = true;
        }
    }

    // A line longer than the budget: its end, cut by quarters of the budget so that the cut stays for many keystrokes. They are counted from a place that stays as long.
    private int EncodeEnd(ReadOnlySpan<char> text, List<int> ids)
    {
        int start = ids.Count;
        int piece = tokenizer.EncodeWithLastPiece(text, ids);
        int count = ids.Count - start;
        if (count > mostTokens)
        {
            int quarter = mostTokens / 4;
            int surplus = (count - mostTokens + quarter - 1) / quarter * quarter;
            ids.RemoveRange(start, surplus);
            piece = Math.Max(start, piece - surplus);
        }

        return piece;
    }
}
