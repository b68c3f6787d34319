using Fathom.Completion.Cursor;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Ranking;

/// <summary>What is known of a suggestion when it has to be decided whether to show it: how sure the model was of it, its form, and its place.</summary>
internal static class SuggestionSignals
{
    private const float LeastTotal = -40;
    private const int LongestWord = 16;

    private static readonly string[] OfText =
    [
        "mean_log_probability", "least_log_probability", "first_log_probability", "total_log_probability", "end_log_probability",
        "first_entropy", "mean_entropy", "most_entropy", "tokens", "characters", "several_lines", "repaired", "line_occurs", "new_words",
        "inside_line", "closers_right", "typed_word", "typed_line", "no_suffix", "csharp",
    ];

    /// <summary>The names of the signals, in the order of <see cref="Of"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. OfText, .. SuggestionPlaces.Names.Select(name => "at_" + name)];

    /// <summary>The signals of a suggestion; every one is finite. A model that does not say how sure it was counts as sure.</summary>
    /// <param name="cursor">Where it stands.</param>
    /// <param name="candidate">What the model wrote.</param>
    /// <param name="text">What the filters left of that.</param>
    /// <param name="place">What the suggestion begins, as far as the language's grammar is known; null elsewhere.</param>
    /// <param name="isRepaired">True when the text was cut or closed so that it parses.</param>
    public static double[] Of(CursorContext cursor, Candidate candidate, string text, SuggestionPlace? place, bool isRepaired)
    {
        double[] signals = new double[Names.Count];
        Shown shown = Sum(candidate.Pieces, text.Length);
        int next = 0;
        Add(shown.Total / shown.Tokens);
        Add(shown.Least);
        Add(candidate.Pieces[0].LogProbability ?? 0);
        Add(Math.Max(LeastTotal, shown.Total));
        Add(shown.End);
        Add(candidate.Pieces[0].Entropy);
        Add(shown.Entropy / shown.Tokens);
        Add(shown.MostEntropy);
        Add(Math.Log(1 + shown.Tokens));
        Add(Math.Log(1 + text.Length));
        Add(text.Contains('\n') ? 1 : 0);
        Add(isRepaired ? 1 : 0);
        Add(LineOccurs(cursor, text) ? 1 : 0);
        Add(Words.ShareUnknown(text, cursor));
        Add(cursor.RestIsClosers ? 0 : 1);
        Add(cursor.RestIsClosers && cursor.RestOfLine.Length > 0 ? 1 : 0);
        Add(Math.Min(LongestWord, WholeWords.LengthAtEnd(cursor.LinePrefix)) / (double)LongestWord);
        Add(Math.Log(1 + cursor.LinePrefix.AsSpan().Trim().Length));
        Add(cursor.LinesBelow.IsWhiteSpace() ? 1 : 0);
        Add(cursor.Family == LanguageFamily.CSharp ? 1 : 0);
        if (place is { } known)
        {
            signals[OfText.Length + (int)known] = 1;
        }

        return signals;

        void Add(double signal) => signals[next++] = signal;
    }

    /// <summary>Sums over the pieces of the first <paramref name="length"/> characters, and the piece that follows them.</summary>
    private static Shown Sum(IReadOnlyList<GeneratedPiece> pieces, int length)
    {
        var shown = new Shown();
        int start = 0;
        foreach (GeneratedPiece piece in pieces)
        {
            if (start >= length && shown.Tokens > 0)
            {
                return shown with { End = piece.LogProbability ?? 0 };
            }

            shown = new Shown(
                shown.Tokens + piece.Tokens,
                shown.Total + (piece.LogProbability ?? 0),
                Math.Min(shown.Least, piece.LogProbability ?? 0),
                shown.Entropy + piece.Entropy,
                Math.Max(shown.MostEntropy, piece.Entropy),
                0);
            start += piece.Text.Length;
        }

        return shown;
    }

    /// <summary>True when the line, as the suggestion's first line makes it, stands elsewhere in the document.</summary>
    private static bool LineOccurs(CursorContext cursor, string text)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        ReadOnlySpan<char> line = string.Concat(cursor.LinePrefix, end < 0 ? text : text.AsSpan(0, end)).AsSpan().Trim();
        return cursor.Before[..cursor.LineStart].Contains(line, StringComparison.Ordinal) || cursor.LinesBelow.Contains(line, StringComparison.Ordinal);
    }

    private readonly record struct Shown(int Tokens, double Total, double Least, double Entropy, double MostEntropy, double End);
}
