using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>The names that a piece of a document uses, and what they mean.</summary>
internal static class WrittenNames
{
    /// <summary>True when every name of a piece is bound. A call with wrong arguments counts as bound: what it names exists.</summary>
    public static bool AreBound(SemanticModel model, TextSpan piece, CancellationToken cancellationToken) =>
        In(model, piece, cancellationToken).All(name => MeaningsOf(model, name, cancellationToken).Any());

    /// <summary>True when a piece uses a member of a type that the sources declare: a method, property, field, event or value of an enumeration.</summary>
    public static bool UseOwnMember(SemanticModel model, TextSpan piece, CancellationToken cancellationToken) =>
        In(model, piece, cancellationToken).Any(name => MeaningsOf(model, name, cancellationToken).Any(IsOwnMember));

    private static IEnumerable<SimpleNameSyntax> In(SemanticModel model, TextSpan piece, CancellationToken cancellationToken) => model.SyntaxTree.GetRoot(cancellationToken)
        .DescendantTokens(piece)
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && piece.OverlapsWith(token.Span))
        .Select(token => token.Parent)
        .OfType<SimpleNameSyntax>()
        .Where(name => !IsKeyword(name));

    /// <summary>Words that are written as names and mean none.</summary>
    public static bool IsKeyword(SimpleNameSyntax name) => name switch
    {
        IdentifierNameSyntax { IsVar: true } => true,
        { Identifier.ValueText: "_" } => true,
        { Identifier.ValueText: "nameof", Parent: InvocationExpressionSyntax call } => call.Expression == name,
        _ => false,
    };

    private static IEnumerable<ISymbol> MeaningsOf(SemanticModel model, SimpleNameSyntax name, CancellationToken cancellationToken)
    {
        SymbolInfo info = model.GetSymbolInfo(name, cancellationToken);
        return (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols).Where(each => each is not IErrorTypeSymbol);
    }

    private static bool IsOwnMember(ISymbol symbol) =>
        symbol is IMethodSymbol { MethodKind: not MethodKind.LocalFunction } or IPropertySymbol or IFieldSymbol or IEventSymbol
        && symbol.ContainingType is { IsAnonymousType: false, IsTupleType: false } type
        && type.Locations.Any(location => location.IsInSource);
}
