using Fathom.Inference.Tokenization;

namespace Fathom.Completion.Generation;

/// <summary>The tokens of a vocabulary by what they do to a line of C#: end a statement, begin a line that is no head of a body. Immutable.</summary>
internal sealed class LineVocabulary
{
    private readonly int[] _inCode;
    private readonly int[] _inString;
    private readonly int[] _noHead;

    /// <param name="tokenizer">The vocabulary.</param>
    public LineVocabulary(Tokenizer tokenizer)
    {
        HashSet<int> controls = [.. tokenizer.AddedTokens.Select(token => token.Id)];
        (int Id, string Text)[] texts = [.. Enumerable.Range(0, tokenizer.VocabularySize).Where(id => !controls.Contains(id)).Select(id => (id, tokenizer.Decode([id])))];
        _inCode = [.. texts.Where(token => EndsStatement(token.Text, quotes: 0)).Select(token => token.Id)];
        _inString = [.. texts.Where(token => EndsStatement(token.Text, quotes: 1)).Select(token => token.Id)];
        _noHead = [.. texts.Where(token => token.Text.AsSpan().TrimStart() is ['[' or '/' or '#' or '}', ..]).Select(token => token.Id)];
    }

    /// <summary>The tokens with a semicolon that is code.</summary>
    /// <param name="isInString">True where they stand inside a string.</param>
    public ReadOnlySpan<int> Semicolons(bool isInString) => isInString ? _inString : _inCode;

    /// <summary>The tokens that begin attributes, comments, directives and ends of blocks.</summary>
    public ReadOnlySpan<int> NoHeads => _noHead;

    private static bool EndsStatement(ReadOnlySpan<char> text, int quotes)
    {
        int semicolon = text.IndexOf(';');
        return semicolon >= 0 && (text[..semicolon].Count('"') + quotes) % 2 == 0;
    }
}
