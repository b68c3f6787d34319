using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>What takes the place of what a pattern has found.</summary>
internal sealed class Template
{
    private readonly PlaceholderText _text;
    private readonly PatternKind _kind;

    private Template(PlaceholderText text, PatternKind kind, bool isSeveral) => (_text, _kind, IsSeveral) = (text, kind, isSeveral);

    /// <summary>True where the match goes and nothing comes.</summary>
    public bool IsEmpty => _text.Text.Length == 0;

    /// <summary>True for several statements or declarations in the place of one.</summary>
    public bool IsSeveral { get; }

    /// <summary>Reads a replacement for a pattern.</summary>
    /// <exception cref="RefactoringException">It is not of the pattern's kind, or has a placeholder that the pattern has not.</exception>
    public static Template Read(string text, Pattern pattern)
    {
        PlaceholderText read = PlaceholderText.Read(text);
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

        bool isOne = text.Length == 0 || Pattern.Parse(read.AsCode(), pattern.Kind) is not null;
        return isOne || (pattern.Kind != PatternKind.Expression && HasSeveral(read.AsCode(), pattern.Kind))
            ? new Template(read, pattern.Kind, !isOne)
            : throw new RefactoringException($"The replacement '{text}' is not what the pattern is: {Named(pattern.Kind)}.");
    }

    /// <summary>The text with what the placeholders stand for.</summary>
    /// <param name="textOf">The text of a placeholder.</param>
    /// <param name="match">What was found.</param>
    /// <param name="indent">What stands in front of the first line: the others get it as well.</param>
    public string Fill(PatternMatch match, Func<Binding, string> textOf, string indent)
    {
        string plain = Fill(match, textOf, indent, parenthesised: _ => false, out List<(Binding Binding, TextSpan Span)> places);
        if (_kind == PatternKind.Member || IsEmpty)
        {
            return plain;
        }

        // An operator may bind what was put in otherwise than it was: then it needs parentheses.
        SyntaxNode parsed = _kind == PatternKind.Expression ? SyntaxFactory.ParseExpression(plain) : SyntaxFactory.ParseStatement($"{{{plain}}}");
        int shift = _kind == PatternKind.Expression ? 0 : 1;
        var torn = places.Where(place => place.Binding.Node is ExpressionSyntax && !HoldsExpression(parsed, new TextSpan(place.Span.Start + shift, place.Span.Length))).Select(place => place.Binding).ToHashSet();
        return torn.Count == 0 ? plain : Fill(match, textOf, indent, torn.Contains, out _);
    }

    /// <summary>True where a span of a syntax is one expression and no part of another that begins or ends within it.</summary>
    public static bool HoldsExpression(SyntaxNode root, TextSpan span)
    {
        for (SyntaxNode? node = root.FullSpan.Contains(span) ? root.FindNode(span, getInnermostNodeForTie: true) : null; node is not null && node.Span == span; node = node.Parent)
        {
            if (node is ExpressionSyntax)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSeveral(string code, PatternKind kind) => kind == PatternKind.Statement
        ? Pattern.Parse($"{{{code}}}", kind) is BlockSyntax
        : SyntaxFactory.ParseCompilationUnit($"class C {{{code}}}").GetDiagnostics().All(each => each.Severity != DiagnosticSeverity.Error);

    private static string Named(PatternKind kind) => kind switch
    {
        PatternKind.Expression => "an expression",
        PatternKind.Statement => "statements, each with its semicolon",
        _ => "declarations",
    };

    private string Fill(PatternMatch match, Func<Binding, string> textOf, string indent, Func<Binding, bool> parenthesised, out List<(Binding Binding, TextSpan Span)> places)
    {
        var filled = new StringBuilder();
        places = [];
        int end = 0;
        bool dropsComma = false;
        foreach (Placeholder placeholder in _text.Placeholders)
        {
            AppendLiteral(filled, _text.Text[end..placeholder.Span.Start], indent, dropsComma);
            dropsComma = false;
            end = placeholder.Span.End;
            Binding binding = match.Bindings[placeholder.Name];
            if (binding.IsEmpty)
            {
                dropsComma = !RemoveComma(filled);
                continue;
            }

            string text = parenthesised(binding) ? $"({textOf(binding)})" : textOf(binding);
            places.Add((binding, new TextSpan(filled.Length, text.Length)));
            filled.Append(text);
        }

        AppendLiteral(filled, _text.Text[end..], indent, dropsComma);
        return filled.ToString();
    }

    private static void AppendLiteral(StringBuilder filled, string literal, string indent, bool withoutComma)
    {
        string rest = withoutComma && literal.TrimStart() is [',', ..] trimmed ? trimmed[1..].TrimStart(' ') : literal;
        filled.Append(rest.ReplaceLineEndings("\n").Replace("\n", "\n" + indent, StringComparison.Ordinal));
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
