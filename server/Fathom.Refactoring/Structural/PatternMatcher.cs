using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>Compares syntax with a pattern, token by token: spaces, line ends and comments do not count.</summary>
/// <remarks>A name that a pattern has twice has to stand for the same text twice.</remarks>
internal sealed class PatternMatcher(Pattern pattern)
{
    /// <summary>What the placeholders stand for where a node fits; null where it does not.</summary>
    public PatternMatch? Match(SyntaxNode node) =>
        Match(pattern.Root, node, ImmutableDictionary<string, Binding>.Empty) is { } bindings ? new PatternMatch(node, bindings) : null;

    private ImmutableDictionary<string, Binding>? Match(SyntaxNodeOrToken wanted, SyntaxNodeOrToken found, ImmutableDictionary<string, Binding> bound)
    {
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
            : token.RawKind == own.RawKind && token.ValueText == own.ValueText && token.IsMissing == own.IsMissing ? bound : null;
    }

    private ImmutableDictionary<string, Binding>? Match(SyntaxNode wanted, SyntaxNode found, ImmutableDictionary<string, Binding> bound)
    {
        if (StandsFor(wanted) is { IsList: false } placeholder && Fits(wanted, found))
        {
            return Bind(placeholder.Name, new Binding(found.Span, found), found.SyntaxTree, bound);
        }

        if (wanted.RawKind != found.RawKind)
        {
            return null;
        }

        ChildSyntaxList children = wanted.ChildNodesAndTokens();
        bool hasList = children.Any(child => child.AsNode() is { } node && StandsFor(node) is { IsList: true });
        return Match(Items(children, hasList), Items(found.ChildNodesAndTokens(), hasList), found.SyntaxTree, bound);
    }

    /// <summary>Where one of them is a list of any length the commas between do not count.</summary>
    private static SyntaxNodeOrToken[] Items(ChildSyntaxList children, bool withoutCommas) =>
        [.. children.Where(child => !withoutCommas || !child.IsKind(SyntaxKind.CommaToken))];

    private ImmutableDictionary<string, Binding>? Match(ReadOnlySpan<SyntaxNodeOrToken> wanted, ReadOnlySpan<SyntaxNodeOrToken> found, SyntaxTree tree, ImmutableDictionary<string, Binding> bound)
    {
        for (; wanted.Length > 0; wanted = wanted[1..], found = found[1..])
        {
            if (wanted[0].AsNode() is { } node && StandsFor(node) is { IsList: true } list)
            {
                return MatchList(list.Name, wanted[1..], found, tree, bound);
            }

            if (found.Length == 0 || Match(wanted[0], found[0], bound) is not { } more)
            {
                return null;
            }

            bound = more;
        }

        return found.Length == 0 ? bound : null;
    }

    private ImmutableDictionary<string, Binding>? MatchList(string name, ReadOnlySpan<SyntaxNodeOrToken> rest, ReadOnlySpan<SyntaxNodeOrToken> found, SyntaxTree tree, ImmutableDictionary<string, Binding> bound)
    {
        for (int count = 0; count <= found.Length && (count == 0 || found[count - 1].IsNode); count++)
        {
            var binding = count == 0
                ? new Binding(default, null, IsEmpty: true)
                : new Binding(TextSpan.FromBounds(found[0].SpanStart, found[count - 1].Span.End), null);
            if (Bind(name, binding, tree, bound) is { } more && Match(rest, found[count..], tree, more) is { } all)
            {
                return all;
            }
        }

        return null;
    }

    /// <summary>The placeholder that a node of the pattern is nothing but.</summary>
    private static (string Name, bool IsList)? StandsFor(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax name => PlaceholderText.Of(name.Identifier),
        ExpressionStatementSyntax { SemicolonToken.IsMissing: true, Expression: IdentifierNameSyntax name } => PlaceholderText.Of(name.Identifier),
        ArgumentSyntax { NameColon: null, RefKindKeyword.RawKind: 0, Expression: IdentifierNameSyntax name } when PlaceholderText.Of(name.Identifier) is { IsList: true } list => list,
        ParameterSyntax { Type: IdentifierNameSyntax name, Identifier.IsMissing: true, Modifiers.Count: 0, AttributeLists.Count: 0 } => PlaceholderText.Of(name.Identifier),
        ExpressionElementSyntax { Expression: IdentifierNameSyntax name } when PlaceholderText.Of(name.Identifier) is { IsList: true } list => list,
        _ => null,
    };

    private static bool Fits(SyntaxNode wanted, SyntaxNode found) => wanted switch
    {
        IdentifierNameSyntax => found is ExpressionSyntax && !IsNameOfMember(found) == !IsNameOfMember(wanted),
        StatementSyntax => found is StatementSyntax,
        ParameterSyntax => found is ParameterSyntax,
        _ => false,
    };

    private static bool IsNameOfMember(SyntaxNode node) => node.Parent is MemberAccessExpressionSyntax access && access.Name == node;

    private ImmutableDictionary<string, Binding>? Bind(string name, Binding binding, SyntaxTree tree, ImmutableDictionary<string, Binding> bound) =>
        !bound.TryGetValue(name, out Binding? other) ? bound.Add(name, binding)
        : other.IsEmpty == binding.IsEmpty && TokensOf(tree, other.Span).SequenceEqual(TokensOf(tree, binding.Span)) ? bound
        : null;

    private static IEnumerable<string> TokensOf(SyntaxTree tree, TextSpan span) =>
        tree.GetRoot().DescendantTokens(span).Where(token => span.Contains(token.Span)).Select(token => token.Text);
}
