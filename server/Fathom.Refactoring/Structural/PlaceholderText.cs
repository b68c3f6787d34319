using System.Collections.Immutable;
using System.Text;
using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>A text with placeholders. Inside of strings and comments a <c>$</c> is what it is in C#.</summary>
/// <remarks>As <c>rust-analyzer</c>'s structural search writes them, with <c>...</c> for lists.</remarks>
internal sealed class PlaceholderText
{
    private const int Longest = 50_000;

    // Letters that nobody begins a name with: what stands for a placeholder in the text that is parsed.
    private const string One = "\u0398\u0398\u03b1";
    private const string Many = "\u0398\u0398\u03c9";

    private PlaceholderText(string text, ImmutableArray<Placeholder> placeholders) => (Text, Placeholders) = (text, placeholders);

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>The placeholders in it, in order.</summary>
    public ImmutableArray<Placeholder> Placeholders { get; }

    /// <summary>Finds the placeholders of a text.</summary>
    /// <exception cref="RefactoringException">It is too long or nested too deeply, or a placeholder is a part of a name.</exception>
    public static PlaceholderText Read(string text)
    {
        if (text.Length > Longest || !CSharpNesting.IsBearable(text))
        {
            throw new RefactoringException($"'{Shortened(text)}' is longer than {Longest:N0} characters or nested too deeply; write a smaller one.");
        }

        var found = ImmutableArray.CreateBuilder<Placeholder>();
        foreach (SyntaxToken token in SyntaxFactory.ParseTokens(text))
        {
            // A lone dollar is no token of C#: the parser skips it.
            int sign = token.SpanStart - 1;
            if (sign < 0 || text[sign] != '$' || token.Text is not [var first, ..] || !SyntaxFacts.IsIdentifierStartCharacter(first))
            {
                continue;
            }

            if (sign > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[sign - 1]))
            {
                throw new RefactoringException($"In '{Shortened(text)}' ${token.Text} is a part of a name; a placeholder stands for a whole one.");
            }

            found.Add(At(text, sign, token));
        }

        return new PlaceholderText(text, found.ToImmutable());
    }

    /// <summary>A text as it is quoted in a sentence.</summary>
    public static string Shortened(string text) => text.Length > 80 ? text[..80] + "…" : text;

    /// <summary>C# in which each placeholder is a name.</summary>
    public string AsCode()
    {
        var code = new StringBuilder();
        int end = 0;
        foreach (Placeholder each in Placeholders)
        {
            code.Append(Text, end, each.Span.Start - end).Append(each.IsList ? Many : One).Append(each.Name);
            end = each.Span.End;
        }

        return code.Append(Text, end, Text.Length - end).ToString();
    }

    /// <summary>The name of the placeholder that a name of <see cref="AsCode"/> stands for; null for other names.</summary>
    public static (string Name, bool IsList)? Of(SyntaxToken token) =>
        !token.IsKind(SyntaxKind.IdentifierToken) ? null
        : token.ValueText.StartsWith(Many, StringComparison.Ordinal) ? (token.ValueText[Many.Length..], true)
        : token.ValueText.StartsWith(One, StringComparison.Ordinal) ? (token.ValueText[One.Length..], false)
        : null;

    private static Placeholder At(string text, int start, SyntaxToken name)
    {
        int end = name.Span.End;
        bool isList = string.CompareOrdinal(text, end, "...", 0, 3) == 0;
        return new Placeholder(name.Text, isList, TextSpan.FromBounds(start, isList ? end + 3 : end));
    }
}
