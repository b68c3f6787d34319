using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>What statements have to keep to though all that is in them is bound: C# specification, §13.</summary>
/// <param name="model">The model of the body.</param>
internal sealed class StatementRules(SemanticModel model)
{
    /// <summary>True where a node breaks a rule within a text.</summary>
    public bool IsBroken(SyntaxNode node, TextSpan text, CancellationToken cancellationToken) => node switch
    {
        ExpressionStatementSyntax statement => !HasEffect(statement.Expression),
        ReturnStatementSyntax result => !Fits(result, cancellationToken),
        ForEachStatementSyntax loop when text.OverlapsWith(loop.Expression.Span) => !CanBeEnumerated(loop, cancellationToken),
        VariableDeclaratorSyntax variable when text.OverlapsWith(variable.Identifier.Span) => IsDeclaredTwice(variable, cancellationToken) || HasNoType(variable, cancellationToken),
        SingleVariableDesignationSyntax variable when text.OverlapsWith(variable.Identifier.Span) => IsDeclaredTwice(variable, cancellationToken),
        _ => false,
    };

    /// <summary>Only these expressions are statements (§13.7).</summary>
    private static bool HasEffect(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or BaseObjectCreationExpressionSyntax => true,
        PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => expression.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression
            or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
        ConditionalAccessExpressionSyntax conditional => HasEffect(conditional.WhenNotNull),
        _ => false,
    };

    /// <summary>A result where one is wanted, and none where there is nothing to give (§13.10.5).</summary>
    private bool Fits(ReturnStatementSyntax result, CancellationToken cancellationToken)
    {
        if (model.GetEnclosingSymbol(result.SpanStart, cancellationToken) is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method
            || method.ReturnType.TypeKind == TypeKind.Error)
        {
            return true;
        }

        bool givesNothing = method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });
        return givesNothing == (result.Expression is null);
    }

    /// <summary>By an interface, also one that is implemented explicitly, or by a method within reach, extensions among them (§13.9.5).</summary>
    private bool CanBeEnumerated(ForEachStatementSyntax loop, CancellationToken cancellationToken)
    {
        if (model.GetTypeInfo(loop.Expression, cancellationToken).Type is not { TypeKind: not (TypeKind.Error or TypeKind.Dynamic or TypeKind.Array) } type || !WholeTypes.Contains(type))
        {
            return true;
        }

        bool isAsync = !loop.AwaitKeyword.IsKind(SyntaxKind.None);
        return InterfacesOf(type).Any(contract => isAsync ? IsAsyncSequence(contract) : IsSequence(contract))
            || !model.LookupSymbols(loop.Expression.SpanStart, type, isAsync ? "GetAsyncEnumerator" : "GetEnumerator", includeReducedExtensionMethods: true).IsEmpty;
    }

    /// <summary>A type itself and its interfaces; of a type parameter those of its constraints.</summary>
    private static IEnumerable<ITypeSymbol> InterfacesOf(ITypeSymbol type) =>
        type is ITypeParameterSymbol parameter ? parameter.ConstraintTypes.SelectMany(InterfacesOf) : type.AllInterfaces.Prepend(type);

    private static bool IsSequence(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType is SpecialType.System_Collections_IEnumerable or SpecialType.System_Collections_Generic_IEnumerable_T;

    private bool IsAsyncSequence(ITypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, model.Compilation.GetTypeByMetadataName("System.Collections.Generic.IAsyncEnumerable`1"));

    /// <summary><c>var x = Nothing();</c>.</summary>
    private bool HasNoType(VariableDeclaratorSyntax variable, CancellationToken cancellationToken) =>
        variable is { Parent: VariableDeclarationSyntax { Type.IsVar: true }, Initializer.Value: { } value } && model.GetTypeInfo(value, cancellationToken).Type?.SpecialType == SpecialType.System_Void;

    /// <summary>True for a local that has the name of another, or of a parameter, in the same block or around it (§7.7.1).</summary>
    private bool IsDeclaredTwice(SyntaxNode declaration, CancellationToken cancellationToken)
    {
        if (model.GetDeclaredSymbol(declaration, cancellationToken) is not ILocalSymbol local || declaration.FirstAncestorOrSelf<BlockSyntax>() is not { } block)
        {
            return false;
        }

        // A function within a member may use the names around it anew.
        ISymbol function = local.ContainingSymbol;
        return (function is IMethodSymbol { Parameters: var parameters } && parameters.Any(parameter => parameter.Name == local.Name))
            || LocalsOf(block).Any(other => other != declaration && other.Identifier.ValueText == local.Name)
            || model.LookupSymbols(block.SpanStart, name: local.Name).Any(other => other is ILocalSymbol && !SymbolEqualityComparer.Default.Equals(other, local) && SymbolEqualityComparer.Default.Equals(other.ContainingSymbol, function));
    }

    private static IEnumerable<VariableDeclaratorSyntax> LocalsOf(BlockSyntax block) =>
        block.Statements.OfType<LocalDeclarationStatementSyntax>().SelectMany(statement => statement.Declaration.Variables);
}
