using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>What takes the place of what a pattern has found.</summary>
internal sealed class Template
{
    private const int Longest = 4_000_000;
    private readonly PlaceholderText _text;
    private readonly ImmutableArray<TextSpan> _literals;

    private Template(PlaceholderText text) =>
        (_text, _literals) = (text, [.. SyntaxFactory.ParseTokens(text.Text).Where(IsOfSeveralLines).Select(token => token.Span)]);

    /// <summary>True where the match goes and nothing comes.</summary>
    public bool IsEmpty => _text.Text.Length == 0;

    /// <summary>Reads a replacement for a pattern.</summary>
    /// <param name="text">The replacement.</param>
    /// <param name="patterns">The ways in which the pattern can be read.</param>
    /// <returns>The replacement, and the ways in which it goes with the pattern.</returns>
    /// <exception cref="RefactoringException">It is not of the pattern's kind, or has a placeholder that the pattern has not.</exception>
    public static (Template Template, ImmutableArray<Pattern> Patterns) Read(string text, ImmutableArray<Pattern> patterns)
    {
        PlaceholderText read = PlaceholderText.Read(text);
        Pattern pattern = patterns[0];
        foreach (Placeholder each in read.Placeholders)
        {
            if (!pattern.Names.Contains(each.Name))
            {
                throw new RefactoringException($"The replacement has ${each.Name}, which the pattern has not{(pattern.Names.IsEmpty ? "" : $"; it has {string.Join(", ", pattern.Names.Order(StringComparer.Ordinal).Select(name => $"${name}"))}")}.");
            }

            if (each.IsList != pattern.Lists.Contains(each.Name))
            {
                throw new RefactoringException($"${each.Name} has to be written with ... in the pattern and in the replacement, or in neither.");
            }
        }

        if (text.Length == 0 && pattern.Kind == PatternKind.Expression)
        {
            throw new RefactoringException("An expression cannot be replaced by nothing; write the statement, with its semicolon, to delete it.");
        }

        if (LineComments.EndIn(text))
        {
            throw new RefactoringException("The replacement ends with a comment that would take the rest of the line; write it between /* and */.");
        }

        string code = read.AsCode();
        ImmutableArray<Pattern> fitting = [.. patterns.Where(each => text.Length == 0 || Pattern.Parse(code, each.Kind) is not null || HasSeveral(code, each.Kind))];
        return fitting.IsEmpty
            ? throw new RefactoringException($"The replacement '{PlaceholderText.Shortened(text)}' is not what the pattern is: {Named(pattern.Kind)}.")
            : (new Template(read), fitting);
    }

    /// <summary>The text with what the placeholders stand for.</summary>
    /// <param name="match">What was found.</param>
    /// <param name="textOf">The text of a placeholder.</param>
    /// <param name="lineBreak">What ends a line, with what stands in front of the first one.</param>
    /// <exception cref="RefactoringException">It becomes too long or is nested too deeply.</exception>
    public string Fill(PatternMatch match, Func<Binding, string> textOf, string lineBreak)
    {
        string plain = Fill(match, textOf, lineBreak, isTorn: _ => false, out List<(Binding Binding, TextSpan Span)> places);
        if (IsEmpty || places.TrueForAll(place => place.Binding.IsList || place.Binding.Node is null))
        {
            return plain;
        }

        // An operator may bind what was put in otherwise than it was, and an else belongs to the nearest if.
        (SyntaxNode parsed, int shift) = Reparsed.As(match.Kind, plain);
        var torn = places
            .Where(place => place.Binding is { IsList: false, Node: { } node } && !Reparsed.Holds(parsed, new TextSpan(place.Span.Start + shift, place.Span.Length), node))
            .Select(place => place.Binding)
            .ToHashSet();
        return torn.Count == 0 ? plain : Fill(match, textOf, lineBreak, torn.Contains, out _);
    }

    private static bool HasSeveral(string code, PatternKind kind) => kind switch
    {
        PatternKind.Expression => false,
        PatternKind.Statement => Pattern.Parse($"{{{code}}}", kind) is BlockSyntax,
        _ => SyntaxFactory.ParseCompilationUnit($"class C {{{code}}}").GetDiagnostics().All(each => each.Severity != DiagnosticSeverity.Error),
    };

    /// <summary>True for a string whose line ends are a part of what it says.</summary>
    private static bool IsOfSeveralLines(SyntaxToken token) => token.Text.Contains('\n', StringComparison.Ordinal);

    private static string Named(PatternKind kind) => kind switch
    {
        PatternKind.Expression => "an expression or a type",
        PatternKind.Statement => "statements, each with its semicolon",
        _ => "declarations",
    };

    private string Fill(PatternMatch match, Func<Binding, string> textOf, string lineBreak, Func<Binding, bool> isTorn, out List<(Binding Binding, TextSpan Span)> places)
    {
        var filled = new StringBuilder();
        places = [];
        int end = 0;
        bool dropsComma = false;
        bool endsInComment = false;
        foreach (Placeholder placeholder in _text.Placeholders)
        {
            AppendLiteral(filled, TextSpan.FromBounds(end, placeholder.Span.Start), lineBreak, dropsComma, endsInComment);
            (dropsComma, endsInComment) = (false, false);
            end = placeholder.Span.End;
            Binding binding = match.Bindings[placeholder.Name];
            if (binding.IsEmpty)
            {
                dropsComma = !RemoveComma(filled);
                continue;
            }

            string text = !isTorn(binding) ? textOf(binding) : binding.Node is StatementSyntax ? $"{{ {textOf(binding)} }}" : $"({textOf(binding)})";
            places.Add((binding, new TextSpan(filled.Length, text.Length)));
            if (filled.Append(text).Length > Longest)
            {
                throw new RefactoringException($"The edit would make a text of more than {Longest / 1_000_000} million characters: matches lie in matches that it writes more than once.");
            }

            endsInComment = binding.IsList && LineComments.EndIn(text);
        }

        AppendLiteral(filled, TextSpan.FromBounds(end, _text.Text.Length), lineBreak, dropsComma, endsInComment);
        return filled.ToString();
    }

    /// <summary>Appends a piece of the replacement; what would follow a comment on its line begins the next one.</summary>
    private void AppendLiteral(StringBuilder filled, TextSpan span, string lineBreak, bool withoutComma, bool behindComment)
    {
        int start = span.Start;
        string literal = _text.Text[start..span.End];
        if (withoutComma && literal.AsSpan().TrimStart() is [',', .. var rest])
        {
            start = span.End - rest.TrimStart(' ').Length;
        }
        else if (behindComment && literal.AsSpan().TrimStart(" \t") is [not ('\r' or '\n'), ..] below)
        {
            start = span.End - below.Length;
            filled.Append(lineBreak);
        }

        for (int i = start; i < span.End; i++)
        {
            bool isBreak = _text.Text[i] == '\n' && !_literals.Any(each => each.Contains(i));
            bool isFirstOfTwo = _text.Text[i] == '\r' && i + 1 < _text.Text.Length && _text.Text[i + 1] == '\n' && !_literals.Any(each => each.Contains(i));
            if (isBreak)
            {
                filled.Append(lineBreak);
            }
            else if (!isFirstOfTwo)
            {
                filled.Append(_text.Text[i]);
            }
        }
    }

    /// <summary>The comma in front of a list of nothing goes with it.</summary>
    private static bool RemoveComma(StringBuilder filled)
    {
        int length = filled.Length;
        while (length > 0 && char.IsWhiteSpace(filled[length - 1]))
        {
            length--;
        }

        if (length == 0 || filled[length - 1] != ',')
        {
            return false;
        }

        filled.Length = length - 1;
        return true;
    }
}
