using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Fathom.Inference.Tokenization;

/// <summary>
/// A byte-level BPE tokenizer read from a tokenizer.json. Text never becomes an added (control) token: those are named by
/// <see cref="ControlToken"/>. Safe for use from several threads.
/// </summary>
public sealed class Tokenizer
{
    // Merging takes time that grows with the square of a piece. Words and indentation are far shorter; of a longer run each part is merged alone.
    private const int LongestMerged = 512;

    private readonly PreTokenizer _preTokenizer;
    private readonly BpeTokenizer _merges;
    private readonly byte[][] _bytes;
    private readonly Dictionary<string, int> _controls;
    private readonly Lazy<Regex> _controlPattern;
    private readonly Lazy<PreTokenizer> _compiledPreTokenizer;

    private Tokenizer(TokenizerDefinition definition, BpeTokenizer merges, byte[][] bytes)
    {
        _preTokenizer = new PreTokenizer(definition.Splits);
        _merges = merges;
        _bytes = bytes;
        AddedTokens = [.. definition.AddedTokens];
        _controls = definition.AddedTokens.ToDictionary(token => token.Content, token => token.Id);
        _controlPattern = new Lazy<Regex>(() => new Regex(
            string.Join('|', _controls.Keys.OrderByDescending(content => content.Length).Select(Regex.Escape)),
            RegexOptions.CultureInvariant));
        _compiledPreTokenizer = new Lazy<PreTokenizer>(() => new PreTokenizer([.. definition.Splits.Select(step => step.Compiled())]));
        Spellings = new Lazy<TokenSpellings>(() => new TokenSpellings(_bytes, _controls.Values));
    }

    /// <summary>One more than the largest id.</summary>
    public int VocabularySize => _bytes.Length;

    /// <summary>The tokens that no text produces.</summary>
    public ImmutableArray<AddedToken> AddedTokens { get; }

    /// <summary>The tokens of text by their bytes, made on first use.</summary>
    internal Lazy<TokenSpellings> Spellings { get; }

    /// <summary>Cuts as the tokenizer does, with compiled patterns: slow to make, fast to use; made on first use.</summary>
    internal PreTokenizer CompiledPreTokenizer => _compiledPreTokenizer.Value;

    /// <summary>Reads the tokenizer.json at <paramref name="path"/>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or describes another kind of tokenizer; the message says what.</exception>
    public static Tokenizer Load(string path)
    {
        TokenizerDefinition definition = TokenizerReader.Read(path);
        int size = 1 + Math.Max(
            definition.Vocabulary.Select(entry => entry.Value).DefaultIfEmpty(-1).Max(),
            definition.AddedTokens.Select(token => token.Id).DefaultIfEmpty(-1).Max());
        byte[][] bytes = new byte[size][];
        Array.Fill(bytes, []);
        bool[] spelled = new bool[256];
        foreach ((string token, int id) in definition.Vocabulary)
        {
            bytes[id] = ByteAlphabet.Read(token) ?? Encoding.UTF8.GetBytes(token);
            if (bytes[id] is [byte single])
            {
                spelled[single] = true;
            }
        }

        int missing = spelled.IndexOf(false);
        if (missing >= 0)
        {
            throw new InvalidDataException($"{path} has no token for the byte 0x{missing:X2}; a byte-level vocabulary spells all 256.");
        }

        foreach (AddedToken token in definition.AddedTokens)
        {
            bytes[token.Id] = Encoding.UTF8.GetBytes(token.Content);
        }

        try
        {
            BpeTokenizer merges = BpeTokenizer.Create(new BpeOptions(definition.Vocabulary) { Merges = definition.Merges, ByteLevel = true });
            return new Tokenizer(definition, merges, bytes);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{path} has merges that do not fit its vocabulary: {exception.Message}", exception);
        }
    }

    /// <summary>The ids of <paramref name="text"/>, read as text throughout; a lone surrogate is read as U+FFFD.</summary>
    public List<int> Encode(ReadOnlySpan<char> text)
    {
        List<int> ids = new(text.Length / 3);
        Encode(text, ids);
        return ids;
    }

    /// <summary>Appends the ids of <paramref name="text"/> to <paramref name="ids"/>.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        text = WellFormed(text);
        foreach (TextRange piece in _preTokenizer.Split(text))
        {
            AddPiece(text.Slice(piece.Start, piece.Length), ids);
        }
    }

    /// <summary>
    /// As <see cref="Encode(ReadOnlySpan{char})"/>, and says where the last piece begins: an index into the ids, their count for an empty text.
    /// More text may change the ids from there on, but hardly those before.
    /// </summary>
    internal int EncodeWithLastPiece(ReadOnlySpan<char> text, List<int> ids)
    {
        text = WellFormed(text);
        int start = ids.Count;
        foreach (TextRange piece in _preTokenizer.Split(text))
        {
            start = ids.Count;
            AddPiece(text.Slice(piece.Start, piece.Length), ids);
        }

        return start;
    }

    /// <summary>
    /// The ids of a text in which the spellings of added tokens are those tokens. For texts of one's own making only: with text of a user in
    /// it, the user could write control tokens.
    /// </summary>
    public List<int> EncodeWithControlTokens(string text)
    {
        List<int> ids = [];
        int end = 0;
        if (_controls.Count > 0)
        {
            foreach (ValueMatch match in _controlPattern.Value.EnumerateMatches(text))
            {
                Encode(text.AsSpan(end, match.Index - end), ids);
                ids.Add(_controls[text.Substring(match.Index, match.Length)]);
                end = match.Index + match.Length;
            }
        }

        Encode(text.AsSpan(end), ids);
        return ids;
    }

    /// <summary>The id of the added token that is spelled <paramref name="content"/>.</summary>
    /// <exception cref="InvalidDataException">The vocabulary has no such added token.</exception>
    public int ControlToken(string content) => TryGetControlToken(content, out int id)
        ? id
        : throw new InvalidDataException($"The tokenizer has no control token {content}; the model was not trained for this prompt.");

    /// <summary>Finds the id of the added token that is spelled <paramref name="content"/>.</summary>
    public bool TryGetControlToken(string content, out int id) => _controls.TryGetValue(content, out id);

    /// <summary>The bytes of a token: of its text, or of the spelling of an added token. Empty for an id that the vocabulary leaves out.</summary>
    public ReadOnlySpan<byte> TokenBytes(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : [];

    /// <summary>The text of <paramref name="ids"/>; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Decode(ReadOnlySpan<int> ids)
    {
        int length = 0;
        foreach (int id in ids)
        {
            length += TokenBytes(id).Length;
        }

        byte[] bytes = new byte[length];
        Span<byte> rest = bytes;
        foreach (int id in ids)
        {
            TokenBytes(id).CopyTo(rest);
            rest = rest[TokenBytes(id).Length..];
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>The text with U+FFFD in place of lone surrogates.</summary>
    internal static ReadOnlySpan<char> WellFormed(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        StringBuilder builder = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            builder.Append(rune);
        }

        return builder.ToString();
    }

    /// <summary>Appends the ids of one piece of the pre-tokenizer.</summary>
    internal void AddPiece(ReadOnlySpan<char> piece, List<int> ids)
    {
        while (piece.Length > LongestMerged)
        {
            int end = char.IsHighSurrogate(piece[LongestMerged - 1]) ? LongestMerged - 1 : LongestMerged;
            Merge(piece[..end], ids);
            piece = piece[end..];
        }

        Merge(piece, ids);
    }

    private void Merge(ReadOnlySpan<char> piece, List<int> ids) =>
        ids.AddRange(_merges.EncodeToIds(piece, considerPreTokenization: false, considerNormalization: false));
}
