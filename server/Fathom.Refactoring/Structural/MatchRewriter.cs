using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>Makes the edits of one source. Matches in what a placeholder stands for are replaced there, too.</summary>
internal sealed class MatchRewriter
{
    private readonly SyntaxNode _root;
    private readonly Template _template;
    private readonly SourceText _text;
    private readonly string _lineEnd;
    private readonly ImmutableArray<PatternMatch> _matches;
    private readonly HashSet<SyntaxNode> _left = [];
    private readonly Dictionary<PatternMatch, TextChange> _edits = [];
    private readonly Dictionary<Binding, string> _texts = new(ReferenceEqualityComparer.Instance);

    /// <param name="root">The syntax of the source.</param>
    /// <param name="template">What comes in the place of the matches.</param>
    /// <param name="matches">The matches.</param>
    public MatchRewriter(SyntaxNode root, Template template, ImmutableArray<PatternMatch> matches)
    {
        (_root, _template, _text) = (root, template, root.SyntaxTree.GetText());
        _matches = [.. matches.OrderBy(match => match.Node.SpanStart).ThenByDescending(match => match.Node.Span.Length)];
        _lineEnd = _text.Lines[0] is var first && first.EndIncludingLineBreak - first.End == 2 ? "\r\n" : "\n";
    }

    /// <summary>The places that are left alone, since comments or directives in them stand in no placeholder.</summary>
    public IReadOnlyCollection<SyntaxNode> Left => _left;

    /// <summary>The edits, in the order of the text.</summary>
    /// <exception cref="RefactoringException">The result is too long, or nested too deeply.</exception>
    public ImmutableArray<TextChange> Edits()
    {
        PatternMatch[] outermost = [.. Outermost(_root.FullSpan)];
        TextChange[] edits = [.. outermost.Select(EditOf)];
        string replaced = _text.WithChanges(edits).ToString();
        Reparsed.Check(replaced);
        SyntaxNode parsed = CSharpSyntaxTree.ParseText(replaced, (CSharpParseOptions)_root.SyntaxTree.Options).GetRoot();
        bool isBroken = parsed.ContainsDiagnostics && !_root.ContainsDiagnostics;
        int shift = 0;
        for (int i = 0; i < edits.Length; i++)
        {
            var span = new TextSpan(edits[i].Span.Start + shift, edits[i].NewText!.Length);
            shift += edits[i].NewText!.Length - edits[i].Span.Length;
            edits[i] = Whole(outermost[i], edits[i], parsed, span, isBroken);
        }

        return [.. edits];
    }

    private IEnumerable<PatternMatch> Outermost(TextSpan within)
    {
        int end = within.Start;
        foreach (PatternMatch match in _matches.Where(match => within.Contains(match.Node.Span)))
        {
            if (match.Node.SpanStart >= end && !LosesComment(match))
            {
                end = match.Node.Span.End;
                yield return match;
            }
        }
    }

    /// <summary>What surrounds an expression may bind it otherwise than it was: then it needs parentheses.</summary>
    private static TextChange Whole(PatternMatch match, TextChange edit, SyntaxNode parsed, TextSpan span, bool isBroken) =>
        match.Node is not ExpressionSyntax || (Reparsed.Holds(parsed, span, match.Node) && !(isBroken && HasOperator(edit.NewText!))) ? edit : new TextChange(edit.Span, $"({edit.NewText})");

    private static bool HasOperator(string text) => SyntaxFactory.ParseExpression(text) is
        BinaryExpressionSyntax or AssignmentExpressionSyntax or ConditionalExpressionSyntax or LambdaExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax
        or AwaitExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax or ThrowExpressionSyntax or RangeExpressionSyntax or QueryExpressionSyntax;

    private TextChange EditOf(PatternMatch match)
    {
        if (!_edits.TryGetValue(match, out TextChange edit))
        {
            _edits[match] = edit = MakeEdit(match);
        }

        return edit;
    }

    private TextChange MakeEdit(PatternMatch match)
    {
        SyntaxNode node = match.Node;
        bool isEmbedded = node is StatementSyntax { Parent: StatementSyntax and not BlockSyntax or ElseClauseSyntax };
        if (_template.IsEmpty)
        {
            // What belongs to an `if` or a loop cannot just go; an `else` can, unless a further one below would be taken for it.
            return node.Parent is ElseClauseSyntax other && !IsBeforeElse(node) && !HasComment(other, _ => false) ? new TextChange(WholeLines(other), "")
                : isEmbedded ? new TextChange(node.Span, "{ }")
                : new TextChange(WholeLines(node), "");
        }

        TextLine line = _text.Lines.GetLineFromPosition(node.SpanStart);
        string before = _text.ToString(TextSpan.FromBounds(line.Start, node.SpanStart));
        string lineBreak = _lineEnd + before[..^before.TrimStart().Length];
        string filled = _template.Fill(match, TextOf, lineBreak);
        bool needsBraces = isEmbedded && !IsOnePlainStatement(filled) && !GoesOnWithElse(node, filled);
        bool goesOn = needsBraces || !IsBlank(node.Span.End, _text.Lines.GetLineFromPosition(node.Span.End).End);
        string closed = goesOn && LineComments.EndIn(filled) ? filled + lineBreak : filled;
        return new TextChange(node.Span, needsBraces ? $"{{ {closed} }}" : closed);
    }

    /// <summary>True for what makes an <c>else if</c> of an <c>else</c>, with no further <c>else</c> below that it could be taken for.</summary>
    private static bool GoesOnWithElse(SyntaxNode node, string text) =>
        node.Parent is ElseClauseSyntax && !IsBeforeElse(node)
        && SyntaxFactory.ParseStatement(text) is IfStatementSyntax { ContainsDiagnostics: false } statement && statement.FullSpan.Length == text.Length;

    private static bool IsBeforeElse(SyntaxNode node) => node.GetLastToken().GetNextToken().IsKind(SyntaxKind.ElseKeyword);

    /// <summary>False for several statements, for none, for what declares something, and for what an <c>else</c> below could be taken for.</summary>
    private static bool IsOnePlainStatement(string text)
    {
        StatementSyntax statement = SyntaxFactory.ParseStatement(text);
        return statement.FullSpan.Length == text.Length && !statement.ContainsDiagnostics
            && statement is ExpressionStatementSyntax or BlockSyntax or ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax
                or GotoStatementSyntax or YieldStatementSyntax or TryStatementSyntax or DoStatementSyntax or EmptyStatementSyntax;
    }

    private string TextOf(Binding binding)
    {
        if (!_texts.TryGetValue(binding, out string? text))
        {
            _texts[binding] = text = InnerText(binding);
        }

        return text;
    }

    private string InnerText(Binding binding)
    {
        PatternMatch[] inner = [.. Outermost(binding.Span)];
        TextChange[] edits = [.. inner.Select(EditOf)];
        string plain = Changed(binding.Span, edits);
        if (edits.Length == 0 || Array.TrueForAll(inner, match => match.Node is not ExpressionSyntax) || Reparsed.As(binding, plain) is not var (parsed, at))
        {
            return plain;
        }

        int shift = at - binding.Span.Start;
        for (int i = 0; i < edits.Length; i++)
        {
            var span = new TextSpan(edits[i].Span.Start + shift, edits[i].NewText!.Length);
            shift += edits[i].NewText!.Length - edits[i].Span.Length;

            // A match that is all of what the placeholder stands for is looked at where the placeholder stands.
            edits[i] = inner[i].Node.Span == binding.Span ? edits[i] : Whole(inner[i], edits[i], parsed, span, parsed.ContainsDiagnostics);
        }

        return Changed(binding.Span, edits);
    }

    private string Changed(TextSpan span, TextChange[] edits)
    {
        var text = new StringBuilder();
        int end = span.Start;
        foreach (TextChange edit in edits)
        {
            text.Append(_text.ToString(TextSpan.FromBounds(end, Math.Max(edit.Span.Start, end)))).Append(edit.NewText);
            end = Math.Min(edit.Span.End, span.End);
        }

        return text.Append(_text.ToString(TextSpan.FromBounds(end, span.End))).ToString();
    }

    /// <summary>What is deleted takes its documentation with it, its line where nothing else stands there, and an empty line below where one stands above, or the block begins.</summary>
    private TextSpan WholeLines(SyntaxNode node)
    {
        int start = node.GetLeadingTrivia().Where(IsDocumentation).Select(trivia => trivia.FullSpan.Start).Append(node.SpanStart).Min();
        (TextLine first, TextLine last) = (_text.Lines.GetLineFromPosition(start), _text.Lines.GetLineFromPosition(node.Span.End));
        if (!IsBlank(first.Start, start) || !IsBlank(node.Span.End, last.End))
        {
            int end = node.Span.End;
            while (end < last.End && _text[end] is ' ' or '\t')
            {
                end++;
            }

            return TextSpan.FromBounds(start, end == last.End ? node.Span.End : end);
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
        bool loses = HasComment(match.Node, span => match.Bindings.Values.Any(binding => binding.Span.Contains(span))) || (_template.IsEmpty && HasCommentBelowDocumentation(match.Node));
        if (loses)
        {
            _left.Add(match.Node);
        }

        return loses;
    }

    private static bool HasComment(SyntaxNode node, Func<TextSpan, bool> isKept) =>
        node.DescendantTrivia().Any(trivia => IsComment(trivia) && node.Span.Contains(trivia.Span) && !isKept(trivia.Span));

    /// <summary>What stands between a declaration and its documentation goes with both.</summary>
    private static bool HasCommentBelowDocumentation(SyntaxNode node) =>
        node.GetLeadingTrivia().SkipWhile(trivia => !IsDocumentation(trivia)).Any(trivia => IsComment(trivia) && !IsDocumentation(trivia));

    private static bool IsDocumentation(SyntaxTrivia trivia) => trivia.HasStructure && trivia.GetStructure() is DocumentationCommentTriviaSyntax;

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsDirective || trivia.HasStructure || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsKind(SyntaxKind.DisabledTextTrivia);
}
