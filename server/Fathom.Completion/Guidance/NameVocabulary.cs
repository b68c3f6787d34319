using System.Text;
using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Guidance;

/// <summary>The tokens of a vocabulary by the part of a name that they write.</summary>
internal sealed class NameVocabulary
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _whole;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _spaced;
    private readonly Dictionary<string, List<int>> _mixed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _mixedSpaced = new(StringComparer.Ordinal);
    private readonly string?[] _texts;

    /// <param name="tokenizer">The tokenizer; its added tokens write no name.</param>
    public NameVocabulary(Tokenizer tokenizer)
    {
        var whole = new Dictionary<string, int>(StringComparer.Ordinal);
        var spaced = new Dictionary<string, int>(StringComparer.Ordinal);
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        HashSet<int> controls = [.. tokenizer.AddedTokens.Select(token => token.Id)];
        _texts = new string?[tokenizer.VocabularySize];
        for (int id = 0; id < _texts.Length; id++)
        {
            if (controls.Contains(id) || TextOf(strict, tokenizer.TokenBytes(id)) is not { Length: > 0 } text)
            {
                continue;
            }

            _texts[id] = text;
            bool isSpaced = text[0] == ' ' && text.Length > 1;
            string name = isSpaced ? text[1..] : text;
            int length = LengthOfName(name);
            if (length == name.Length)
            {
                (isSpaced ? spaced : whole)[name] = id;
            }
            else if (length > 0)
            {
                Dictionary<string, List<int>> mixed = isSpaced ? _mixedSpaced : _mixed;
                (mixed.TryGetValue(name[..length], out List<int>? ids) ? ids : mixed[name[..length]] = []).Add(id);
            }

            LongestName = Math.Max(LongestName, length);
        }

        _whole = whole.GetAlternateLookup<ReadOnlySpan<char>>();
        _spaced = spaced.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Characters of the longest part of a name in one token.</summary>
    public int LongestName { get; }

    /// <summary>The text of a token; null for one that is no text or only a part of a character.</summary>
    public string? TextOf(int id) => (uint)id < (uint)_texts.Length ? _texts[id] : null;

    /// <summary>The token that writes <paramref name="part"/> of a name and nothing else, after a space where <paramref name="spaced"/>; −1 without one.</summary>
    public int Find(ReadOnlySpan<char> part, bool spaced) => (spaced ? _spaced : _whole).TryGetValue(part, out int id) ? id : -1;

    /// <summary>The tokens that write the end of a name, <paramref name="part"/>, and other signs behind it.</summary>
    public IReadOnlyList<int> Ending(string part, bool spaced) => (spaced ? _mixedSpaced : _mixed).GetValueOrDefault(part) ?? [];

    /// <summary>True for what may stand inside a name.</summary>
    public static bool IsPart(char sign) => char.IsLetterOrDigit(sign) || sign == '_';

    /// <summary>True for what may begin a name.</summary>
    public static bool IsStart(char sign) => char.IsLetter(sign) || sign == '_';

    private static int LengthOfName(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && IsPart(text[length]))
        {
            length++;
        }

        return length;
    }

    private static string? TextOf(UTF8Encoding strict, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
