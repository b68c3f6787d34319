using System.Buffers;
using System.Text;

namespace Fathom.Repository.Indexing;

/// <summary>The light tokenizer of every language: runs of letters, digits and underscores that do not start with a digit.</summary>
internal static class Words
{
    /// <summary>Shortest word that says anything about a text.</summary>
    public const int Shortest = 3;

    private const int Longest = 64;

    /// <summary>The different words of a text from 3 to 64 characters, compared without regard to case, joined by blanks.</summary>
    public static string Distinct(ReadOnlySpan<char> text)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
        var joined = new StringBuilder();
        foreach (Range range in In(text))
        {
            ReadOnlySpan<char> word = text[range];
            if (word.Length is >= Shortest and <= Longest && lookup.Add(word))
            {
                joined.Append(joined.Length == 0 ? "" : " ").Append(word);
            }
        }

        return joined.ToString();
    }

    /// <summary>The places of the words of a text, in its order.</summary>
    public static WordRanges In(ReadOnlySpan<char> text) => new(text);

    /// <summary>Goes through the words of a text without allocating.</summary>
    internal ref struct WordRanges(ReadOnlySpan<char> text)
    {
        private static readonly SearchValues<char> s_ascii = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        private readonly ReadOnlySpan<char> _text = text;
        private int _end;

        /// <summary>The word that <see cref="MoveNext"/> has found.</summary>
        public Range Current { get; private set; }

        /// <summary>Itself.</summary>
        public readonly WordRanges GetEnumerator() => this;

        /// <summary>Goes to the next word; false behind the last.</summary>
        public bool MoveNext()
        {
            while (_end < _text.Length)
            {
                int start = _end;
                if (!IsPart(_text[start]))
                {
                    _end++;
                    continue;
                }

                int length = _text[start..].IndexOfAnyExcept(s_ascii);
                _end = length < 0 ? _text.Length : start + length;
                while (_end < _text.Length && IsPart(_text[_end]))
                {
                    _end++;
                }

                if (!char.IsDigit(_text[start]))
                {
                    Current = start.._end;
                    return true;
                }
            }

            return false;
        }

        private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character == '_';
    }
}
