using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>Compares syntax with a pattern, token by token: spaces, line ends and comments do not count.</summary>
/// <remarks>A name that a pattern has twice has to stand for the same text twice. Several lists beside each other may be divided in very many ways, so the steps at one place are bounded.</remarks>
internal sealed class PatternMatcher(Pattern pattern, CancellationToken cancellationToken)
{
    private const int MostSteps = 300_000;
    private int _steps;

    /// <summary>What the placeholders stand for where a node fits; null where it does not.</summary>
    /// <exception cref="RefactoringException">It takes too many steps to tell.</exception>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public PatternMatch? Match(SyntaxNode node)
    {
        _steps = 0;
        return KindOf(node) == KindOf(pattern.Root) && Match(pattern.Root, node, ImmutableDictionary<string, Binding>.Empty) is { } bindings
            ? new PatternMatch(node, pattern.Kind, bindings)
            : null;
    }

    private ImmutableDictionary<string, Binding>? Match(SyntaxNodeOrToken wanted, SyntaxNodeOrToken found, ImmutableDictionary<string, Binding> bound)
    {
        Step(found);
        if (wanted.AsNode() is { } node)
        {
            return found.AsNode() is { } other ? Match(node, other, bound) : null;
        }

        if (!found.IsToken)
        {
            return null;
        }

        (SyntaxToken token, SyntaxToken own) = (wanted.AsToken(), found.AsToken());
        return PlaceholderText.Of(token) is { } placeholder
            ? own.IsKind(SyntaxKind.IdentifierToken) && own.Span.Length > 0 ? Bind(placeholder.Name, new Binding(own.Span, null), own.SyntaxTree!, bound) : null
            : AreSame(token, own) ? bound : null;
    }

    /// <summary>By value, so that <c>0x10</c> is <c>16</c>. The value of a number has its type, which its text has not: <c>1</c> is not <c>1.0</c>.</summary>
    private static bool AreSame(SyntaxToken one, SyntaxToken other) =>
        one.RawKind == other.RawKind && one.IsMissing == other.IsMissing && (one.IsKind(SyntaxKind.NumericLiteralToken) ? Equals(one.Value, other.Value) : one.ValueText == other.ValueText);

    private ImmutableDictionary<string, Binding>? Match(SyntaxNode wanted, SyntaxNode found, ImmutableDictionary<string, Binding> bound)
    {
        if (PlaceholderNode.Of(wanted) is { IsList: false } placeholder && PlaceholderNode.Fits(wanted, found))
        {
            return Bind(placeholder.Name, new Binding(found.Span, found), found.SyntaxTree, bound);
        }

        if (KindOf(wanted) != KindOf(found))
        {
            return null;
        }

        ChildSyntaxList children = wanted.ChildNodesAndTokens();
        bool hasList = children.Any(child => child.AsNode() is { } node && PlaceholderNode.Of(node) is { IsList: true });
        return Match(Items(children, hasList), 0, Items(found.ChildNodesAndTokens(), hasList), 0, found.SyntaxTree, bound);
    }

    /// <summary>Braces behind <c>new</c> are one kind with members and another with elements, which a placeholder in them leaves open.</summary>
    private static SyntaxKind KindOf(SyntaxNode node) => node.Kind() is var kind and not SyntaxKind.CollectionInitializerExpression ? kind : SyntaxKind.ObjectInitializerExpression;

    /// <summary>Where one of them is a list of any length the commas between do not count.</summary>
    private static SyntaxNodeOrToken[] Items(ChildSyntaxList children, bool withoutCommas) =>
        [.. children.Where(child => !withoutCommas || !child.IsKind(SyntaxKind.CommaToken))];

    private ImmutableDictionary<string, Binding>? Match(
        SyntaxNodeOrToken[] wanted, int nextWanted, SyntaxNodeOrToken[] found, int next, SyntaxTree tree, ImmutableDictionary<string, Binding> bound)
    {
        for (; nextWanted < wanted.Length; nextWanted++, next++)
        {
            if (wanted[nextWanted].AsNode() is { } node && PlaceholderNode.Of(node) is { IsList: true } list)
            {
                return MatchList(list.Name, wanted, nextWanted + 1, found, next, tree, bound);
            }

            if (next == found.Length || Match(wanted[nextWanted], found[next], bound) is not { } more)
            {
                return null;
            }

            bound = more;
        }

        return next == found.Length ? bound : null;
    }

    private ImmutableDictionary<string, Binding>? MatchList(
        string name, SyntaxNodeOrToken[] wanted, int nextWanted, SyntaxNodeOrToken[] found, int next, SyntaxTree tree, ImmutableDictionary<string, Binding> bound)
    {
        for (int end = next; end <= found.Length && (end == next || found[end - 1].IsNode); end++)
        {
            Step(found[Math.Min(end, found.Length - 1)]);
            if (Bind(name, ListOf(found, next, end, tree), tree, bound) is { } more && Match(wanted, nextWanted, found, end, tree, more) is { } all)
            {
                return all;
            }
        }

        return null;
    }

    /// <summary>A list that is all of what stands between two braces has the comments there as well.</summary>
    private static Binding ListOf(SyntaxNodeOrToken[] found, int start, int end, SyntaxTree tree)
    {
        SyntaxNode? first = end > start ? found[start].AsNode() : null;
        if (start > 0 && found[start - 1].IsKind(SyntaxKind.OpenBraceToken) && end < found.Length && found[end].IsKind(SyntaxKind.CloseBraceToken))
        {
            SourceText text = tree.GetText();
            (int from, int to) = (found[start - 1].Span.End, found[end].SpanStart);
            while (from < to && char.IsWhiteSpace(text[from]))
            {
                from++;
            }

            while (to > from && char.IsWhiteSpace(text[to - 1]))
            {
                to--;
            }

            return new Binding(TextSpan.FromBounds(from, to), first, IsList: true);
        }

        return new Binding(first is null ? default : TextSpan.FromBounds(found[start].SpanStart, found[end - 1].Span.End), first, IsList: true);
    }

    private ImmutableDictionary<string, Binding>? Bind(string name, Binding binding, SyntaxTree tree, ImmutableDictionary<string, Binding> bound) =>
        !bound.TryGetValue(name, out Binding? other) ? bound.Add(name, binding)
        : TokensOf(tree, other.Span).SequenceEqual(TokensOf(tree, binding.Span)) ? bound
        : null;

    private static IEnumerable<string> TokensOf(SyntaxTree tree, TextSpan span) =>
        tree.GetRoot().DescendantTokens(span).Where(token => span.Contains(token.Span) && token.Span.Length > 0).Select(token => token.Text);

    private void Step(SyntaxNodeOrToken at)
    {
        if (++_steps % 1024 == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (_steps > MostSteps)
        {
            FileLinePositionSpan place = at.GetLocation()!.GetLineSpan();
            throw new RefactoringException($"At {place.Path}:{place.StartLinePosition.Line + 1} the pattern can be read in too many ways; write fewer lists beside each other.", place.Path);
        }
    }
}
