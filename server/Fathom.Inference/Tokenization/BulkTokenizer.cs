namespace Fathom.Inference.Tokenization;

/// <summary>
/// Encodes many texts with a <see cref="Tokenizer"/>, to the same ids, several times as fast: patterns are compiled and the ids of pieces
/// that came before are remembered. Not safe for use from several threads; each gets its own.
/// </summary>
public sealed class BulkTokenizer
{
    // A repository of a million lines has fewer different pieces; beyond this the memory starts anew.
    private const int MostPieces = 1 << 18;
    private const int LongestPiece = 64;

    private readonly Tokenizer _tokenizer;
    private readonly PreTokenizer _preTokenizer;
    private readonly Dictionary<string, int[]> _pieces = [];
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<int> _ids = [];

    /// <param name="tokenizer">The tokenizer whose ids are given.</param>
    public BulkTokenizer(Tokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        _preTokenizer = tokenizer.CompiledPreTokenizer;
        _lookup = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Appends the ids of <paramref name="text"/> to <paramref name="ids"/>; a lone surrogate is read as U+FFFD.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        text = Tokenizer.WellFormed(text);
        foreach (TextRange piece in _preTokenizer.Split(text))
        {
            AddPiece(text.Slice(piece.Start, piece.Length), ids);
        }
    }

    /// <summary>
    /// As <see cref="Encode"/>, without the last piece, which more text may make another: a word at a cursor, a line break with its indentation.
    /// </summary>
    public void EncodeSettled(ReadOnlySpan<char> text, List<int> ids)
    {
        text = Tokenizer.WellFormed(text);
        List<TextRange> pieces = _preTokenizer.Split(text);
        for (int i = 0; i < pieces.Count - 1; i++)
        {
            AddPiece(text.Slice(pieces[i].Start, pieces[i].Length), ids);
        }
    }

    private void AddPiece(ReadOnlySpan<char> piece, List<int> ids)
    {
        if (_lookup.TryGetValue(piece, out int[]? known))
        {
            ids.AddRange(known.AsSpan());
            return;
        }

        _ids.Clear();
        _tokenizer.AddPiece(piece, _ids);
        ids.AddRange(_ids);
        if (piece.Length > LongestPiece)
        {
            return;
        }

        if (_pieces.Count == MostPieces)
        {
            _pieces.Clear();
        }

        _lookup[piece] = [.. _ids];
    }
}
