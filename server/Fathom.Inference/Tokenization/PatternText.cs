using System.Globalization;
using System.Text;

namespace Fathom.Inference.Tokenization;

/// <summary>
/// A text as the patterns of a pre-tokenizer see it: one UTF-16 unit a code point. Patterns are written for code points, whereas .NET
/// matches UTF-16 units, in which a letter beyond U+FFFF is two surrogates and no letter at all. Such a code point is therefore shown to
/// the pattern as a stand-in: the last character of the basic plane with the same general category, which no pattern in use names itself.
/// </summary>
internal readonly ref struct PatternText
{
    private static readonly char[] StandIns = FindStandIns();
    private readonly int[]? _starts;

    private PatternText(ReadOnlySpan<char> characters, int[]? starts)
    {
        Characters = characters;
        _starts = starts;
    }

    /// <summary>One unit for each code point of the original text.</summary>
    public ReadOnlySpan<char> Characters { get; }

    /// <summary>The view of <paramref name="text"/>, which must be well-formed UTF-16; the text itself where it has no surrogates.</summary>
    public static PatternText Of(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return new PatternText(text, null);
        }

        char[] characters = new char[text.Length];
        int[] starts = new int[text.Length + 1];
        int count = 0;
        int position = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            characters[count] = rune.IsBmp ? (char)rune.Value : StandIns[(int)Rune.GetUnicodeCategory(rune)];
            starts[count++] = position;
            position += rune.Utf16SequenceLength;
        }

        starts[count] = position;
        return new PatternText(characters.AsSpan(0, count), starts);
    }

    /// <summary>The part of the original text that <paramref name="range"/> of <see cref="Characters"/> stands for.</summary>
    public TextRange Original(TextRange range) =>
        _starts is null ? range : new TextRange(_starts[range.Start], _starts[range.End] - _starts[range.Start]);

    private static char[] FindStandIns()
    {
        char[] standIns = new char[(int)UnicodeCategory.OtherNotAssigned + 1];
        for (int value = 0; value <= char.MaxValue; value++)
        {
            standIns[(int)CharUnicodeInfo.GetUnicodeCategory((char)value)] = (char)value;
        }

        return standIns;
    }
}
