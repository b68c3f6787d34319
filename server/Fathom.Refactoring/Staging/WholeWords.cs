using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Staging;

/// <summary>Widens edits to whole words: what two names have in common is no part of an edit that a person would make, and a preview that leaves it standing cannot be read.</summary>
internal static class WholeWords
{
    /// <summary>The edits in the order of the text.</summary>
    /// <param name="text">The text before.</param>
    /// <param name="edits">The edits, none over another.</param>
    public static ImmutableArray<TextChange> Of(string text, IEnumerable<TextChange> edits)
    {
        TextChange[] ordered = [.. edits.OrderBy(edit => edit.Span.Start)];
        var widened = ImmutableArray.CreateBuilder<TextChange>(ordered.Length);
        for (int i = 0; i < ordered.Length; i++)
        {
            TextChange edit = ordered[i];
            string written = edit.NewText ?? "";
            string removed = text[edit.Span.Start..edit.Span.End];
            int start = edit.Span.Start;
            int least = i > 0 ? widened[i - 1].Span.End : 0;
            while (start > least && IsOfWord(text[start - 1]) && (StartsWord(written) || StartsWord(removed)))
            {
                start--;
            }

            int end = edit.Span.End;
            int most = i + 1 < ordered.Length ? ordered[i + 1].Span.Start : text.Length;
            while (end < most && IsOfWord(text[end]) && (EndsWord(written) || EndsWord(removed)))
            {
                end++;
            }

            widened.Add(new TextChange(TextSpan.FromBounds(start, end), $"{text[start..edit.Span.Start]}{written}{text[edit.Span.End..end]}"));
        }

        return widened.ToImmutable();
    }

    private static bool StartsWord(string text) => text is [var first, ..] && IsOfWord(first);

    private static bool EndsWord(string text) => text is [.., var last] && IsOfWord(last);

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
