using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>Makes the edits of one source. Matches in what a placeholder stands for are replaced there, too.</summary>
internal sealed class MatchRewriter(SyntaxNode root, Template template, ImmutableArray<PatternMatch> matches)
{
    private readonly SourceText _text = root.SyntaxTree.GetText();
    private readonly HashSet<SyntaxNode> _commented = [];

    /// <summary>The places that are left alone, since comments in them stand in no placeholder.</summary>
    public IReadOnlyCollection<SyntaxNode> Commented => _commented;

    /// <summary>The edits, in the order of the text.</summary>
    public ImmutableArray<TextChange> Edits()
    {
        ImmutableArray<(PatternMatch Match, TextChange Edit)> edits = [.. Outermost(root).Select(match => (match, EditOf(match)))];
        if (template.IsEmpty)
        {
            return [.. edits.Select(each => each.Edit)];
        }

        // What surrounds an expression may bind it otherwise than it was: then it needs parentheses.
        string replaced = _text.WithChanges(edits.Select(each => each.Edit)).ToString();
        SyntaxNode parsed = CSharpSyntaxTree.ParseText(replaced, (CSharpParseOptions)root.SyntaxTree.Options).GetRoot();
        int shift = 0;
        return [.. edits.Select(each =>
        {
            TextChange edit = each.Edit;
            bool isWhole = each.Match.Node is not ExpressionSyntax || Template.HoldsExpression(parsed, new TextSpan(edit.Span.Start + shift, edit.NewText!.Length));
            shift += edit.NewText!.Length - edit.Span.Length;
            return isWhole ? edit : new TextChange(edit.Span, $"({edit.NewText})");
        })];
    }

    private IEnumerable<PatternMatch> Outermost(SyntaxNode within)
    {
        int end = -1;
        foreach (PatternMatch match in matches.Where(match => within.Span.Contains(match.Node.Span)).OrderBy(match => match.Node.SpanStart).ThenByDescending(match => match.Node.Span.Length))
        {
            if (match.Node.SpanStart >= end && !LosesComment(match))
            {
                end = match.Node.Span.End;
                yield return match;
            }
        }
    }

    private TextChange EditOf(PatternMatch match)
    {
        TextLine line = _text.Lines.GetLineFromPosition(match.Node.SpanStart);
        string before = _text.ToString(TextSpan.FromBounds(line.Start, match.Node.SpanStart));
        bool isEmbedded = match.Node is StatementSyntax { Parent: StatementSyntax and not BlockSyntax or ElseClauseSyntax };
        if (template.IsEmpty)
        {
            // What belongs to an `if` or a loop cannot just go; an `else` can.
            return match.Node.Parent is ElseClauseSyntax other ? new TextChange(WholeLines(other), "")
                : isEmbedded ? new TextChange(match.Node.Span, "{ }")
                : new TextChange(WholeLines(match.Node), "");
        }

        string filled = WithLineEndsOfText(template.Fill(match, TextOf, before[..^before.TrimStart().Length]));
        return new TextChange(match.Node.Span, isEmbedded && template.IsSeveral ? $"{{ {filled} }}" : filled);
    }

    private string TextOf(Binding binding)
    {
        if (binding.Node is null)
        {
            return InnerText(binding.Span, matches.Where(match => binding.Span.Contains(match.Node.Span)));
        }

        return InnerText(binding.Span, Outermost(binding.Node));
    }

    private string InnerText(TextSpan span, IEnumerable<PatternMatch> inner)
    {
        var text = new StringBuilder();
        int end = span.Start;
        foreach (PatternMatch match in inner)
        {
            if (match.Node.SpanStart < end)
            {
                continue;
            }

            TextChange edit = EditOf(match);
            text.Append(_text.ToString(TextSpan.FromBounds(end, edit.Span.Start))).Append(edit.NewText);
            end = edit.Span.End;
        }

        return text.Append(_text.ToString(TextSpan.FromBounds(end, span.End))).ToString();
    }

    /// <summary>What is deleted takes its line with it where nothing else stands there, and an empty line below where one stands above, or the block begins.</summary>
    private TextSpan WholeLines(SyntaxNode node)
    {
        (TextLine first, TextLine last) = (_text.Lines.GetLineFromPosition(node.SpanStart), _text.Lines.GetLineFromPosition(node.Span.End));
        if (!IsBlank(first.Start, node.SpanStart) || !IsBlank(node.Span.End, last.End))
        {
            return node.Span;
        }

        TextLine? above = first.LineNumber > 0 ? _text.Lines[first.LineNumber - 1] : null;
        TextLine? below = last.LineNumber + 1 < _text.Lines.Count ? _text.Lines[last.LineNumber + 1] : null;
        bool isBlankBelow = below is { } next && next.End > last.End && IsBlank(next.Start, next.End);
        bool opensAbove = above is not { } previous || _text.ToString(previous.Span).TrimEnd() is "" or [.., '{'];
        return TextSpan.FromBounds(first.Start, isBlankBelow && opensAbove ? below!.Value.EndIncludingLineBreak : last.EndIncludingLineBreak);
    }

    private bool IsBlank(int start, int end) => string.IsNullOrWhiteSpace(_text.ToString(TextSpan.FromBounds(start, end)));

    private bool LosesComment(PatternMatch match)
    {
        SyntaxNode node = match.Node;
        bool loses = node.DescendantTrivia().Any(trivia =>
            (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective)
            && node.Span.Contains(trivia.Span)
            && !match.Bindings.Values.Any(binding => binding.Span.Contains(trivia.Span)));
        if (loses)
        {
            _commented.Add(node);
        }

        return loses;
    }

    private string WithLineEndsOfText(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && _text.Lines[0] is var first && first.EndIncludingLineBreak - first.End == 2 ? text.ReplaceLineEndings("\r\n") : text;
}
