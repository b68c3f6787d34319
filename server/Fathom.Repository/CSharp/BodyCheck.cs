using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>
/// Judges a text inside a body by what its names, calls, values and statements mean. The body is bound beside what is bound already, so no symbol of the
/// repository is made anew, however many there are; that is why this does not ask for the compiler's errors, which are given for whole compilations only.
/// </summary>
/// <param name="model">The model of the body with the text.</param>
/// <param name="body">The body.</param>
/// <param name="inserted">Where the text stands.</param>
/// <param name="judge">Tells what is a problem.</param>
internal sealed class BodyCheck(SemanticModel model, SyntaxNode body, TextSpan inserted, ProblemJudge judge)
{
    private readonly StatementRules _statements = new(model);

    /// <summary>The first problem in the text, or null.</summary>
    public CodeProblem? Find(CancellationToken cancellationToken)
    {
        AnonymousFunctionExpressionSyntax[] around =
            [.. body.FindNode(inserted).AncestorsAndSelf().TakeWhile(node => node != body).OfType<AnonymousFunctionExpressionSyntax>().Where(function => function.Span.Contains(inserted))];
        if (around.LastOrDefault(function => !IsBound(function, cancellationToken)) is { } unbound)
        {
            return FindUnknownName(unbound, cancellationToken);
        }

        // What a function stands in is not judged by a text in it.
        SyntaxNode innermost = (SyntaxNode?)around.FirstOrDefault() ?? body;
        CodeProblem? first = null;
        foreach (SyntaxNode node in innermost
            .DescendantNodes(inserted, node => node == innermost || node is not AnonymousFunctionExpressionSyntax function || IsBound(function, cancellationToken))
            .Where(node => inserted.OverlapsWith(node.Span)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            int position = Math.Max(0, PlaceOf(node) - inserted.Start);
            if ((first is null || position < first.Position) && KindOf(node, cancellationToken) is { } kind && judge.IsProblem(kind, node, cancellationToken))
            {
                first = new CodeProblem(kind, position);
            }
        }

        return first;
    }

    /// <summary>In a function that is not bound only a name is judged that is in scope neither around it nor declared in the body.</summary>
    private CodeProblem? FindUnknownName(AnonymousFunctionExpressionSyntax unbound, CancellationToken cancellationToken)
    {
        IdentifierNameSyntax? unknown = unbound.DescendantNodes(inserted)
            .OfType<IdentifierNameSyntax>()
            .FirstOrDefault(name => inserted.OverlapsWith(name.Span)
                && name.Parent is not (NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax or AliasQualifiedNameSyntax)
                && !IsMember(name)
                && !WrittenNames.IsKeyword(name)
                && model.LookupSymbols(unbound.SpanStart, name: name.Identifier.ValueText).IsEmpty
                && !IsDeclaredInBody(name.Identifier.ValueText)
                && judge.IsProblem(CodeProblemKind.UnknownName, name, cancellationToken));
        return unknown is null ? null : new CodeProblem(CodeProblemKind.UnknownName, Math.Max(0, unknown.SpanStart - inserted.Start));
    }

    private bool IsDeclaredInBody(string name) =>
        body.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is not SimpleNameSyntax);

    /// <summary>False for a function whose type is not known, as that of an argument of an unknown method: what its parameters are, and so its body, is not known either.</summary>
    private bool IsBound(AnonymousFunctionExpressionSyntax function, CancellationToken cancellationToken) =>
        model.GetTypeInfo(function, cancellationToken).ConvertedType is { TypeKind: not TypeKind.Error };

    /// <summary>Where the compiler would report what is wrong with a node: for a call, the name of what is called.</summary>
    private static int PlaceOf(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.SpanStart,
        BinaryExpressionSyntax binary => binary.OperatorToken.SpanStart,
        _ => node.SpanStart,
    };

    private CodeProblemKind? KindOf(SyntaxNode node, CancellationToken cancellationToken) => node switch
    {
        SimpleNameSyntax name => KindOfName(name, cancellationToken) ?? KindOfValue(name, cancellationToken),
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax
            when IsCalledWrongly((ExpressionSyntax)node, cancellationToken) => CodeProblemKind.WrongArguments,
        ExpressionSyntax expression => KindOfValue(expression, cancellationToken),
        _ => _statements.IsBroken(node, inserted, cancellationToken) ? CodeProblemKind.WrongType : null,
    };

    private CodeProblemKind? KindOfName(SimpleNameSyntax name, CancellationToken cancellationToken)
    {
        if (!inserted.OverlapsWith(name.Identifier.Span) || name.Parent is NameColonSyntax or NameEqualsSyntax or TypeConstraintSyntax || WrittenNames.IsKeyword(name))
        {
            return null;
        }

        SymbolInfo info = model.GetSymbolInfo(name, cancellationToken);
        if (info.Symbol is { } symbol and not IErrorTypeSymbol)
        {
            return IsTypeForValue(name, symbol) || IsOutOfInstance(name, symbol, cancellationToken) ? CodeProblemKind.WrongType : null;
        }

        switch (info.CandidateReason)
        {
            case CandidateReason.None:
                return IsMember(name) ? (IsDynamic(name, cancellationToken) ? null : CodeProblemKind.UnknownMember) : CodeProblemKind.UnknownName;
            case CandidateReason.Inaccessible:
                return CodeProblemKind.UnknownMember;
            case CandidateReason.WrongArity:
                return CodeProblemKind.WrongArguments;
            case CandidateReason.NotAValue or CandidateReason.NotAVariable or CandidateReason.NotATypeOrNamespace or CandidateReason.NotInvocable
                or CandidateReason.StaticInstanceMismatch or CandidateReason.NotCreatable:
                return CodeProblemKind.WrongType;
            default:
                return null;
        }
    }

    /// <summary>A type or a namespace where only a value can stand.</summary>
    private static bool IsTypeForValue(SimpleNameSyntax name, ISymbol symbol) => symbol is ITypeSymbol or INamespaceSymbol && name.Parent switch
    {
        ArgumentSyntax => !IsNameOnly(name),
        AssignmentExpressionSyntax assignment => assignment.Right == name,
        ReturnStatementSyntax or EqualsValueClauseSyntax or ArrowExpressionClauseSyntax => true,
        _ => false,
    };

    /// <summary>A member of an instance, named in a static member without one.</summary>
    private bool IsOutOfInstance(SimpleNameSyntax name, ISymbol symbol, CancellationToken cancellationToken)
    {
        if (symbol is not (IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } or IEventSymbol) || symbol.IsStatic
            || name.Parent is not (ArgumentSyntax or ReturnStatementSyntax or EqualsValueClauseSyntax or InvocationExpressionSyntax or BinaryExpressionSyntax))
        {
            return false;
        }

        ISymbol? around = model.GetEnclosingSymbol(name.SpanStart, cancellationToken);
        while (around is { ContainingSymbol: not INamedTypeSymbol })
        {
            around = around.ContainingSymbol;
        }

        return around is { IsStatic: true } && !IsNameOnly(name);
    }

    /// <summary>True in <c>nameof(…)</c>, which names what it likes.</summary>
    private static bool IsNameOnly(SimpleNameSyntax name) =>
        name.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };

    private static bool IsMember(SimpleNameSyntax name) =>
        ProblemJudge.ReceiverOf(name) is not null
        || (name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } assignment && assignment.Left == name);

    /// <summary>True where the receiver of a member may have any, or is not known.</summary>
    private bool IsDynamic(SimpleNameSyntax name, CancellationToken cancellationToken)
    {
        if (ProblemJudge.ReceiverOf(name) is not { } receiver)
        {
            return false;
        }

        ITypeSymbol? type = model.GetTypeInfo(receiver, cancellationToken).Type;
        ITypeSymbol? value = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : type;
        return value is { TypeKind: TypeKind.Dynamic or TypeKind.Error };
    }

    /// <summary>True where nothing that is called takes the arguments, all of which are known.</summary>
    private bool IsCalledWrongly(ExpressionSyntax call, CancellationToken cancellationToken)
    {
        SymbolInfo info = model.GetSymbolInfo(call, cancellationToken);
        return info is { Symbol: null, CandidateReason: CandidateReason.OverloadResolutionFailure }
            && !IsDeclaredTwice(info.CandidateSymbols)
            && ArgumentsOf(call).All(argument => IsKnownArgument(argument.Expression, cancellationToken));
    }

    private bool IsKnownArgument(ExpressionSyntax argument, CancellationToken cancellationToken) => argument switch
    {
        DeclarationExpressionSyntax { Type.IsVar: true } => true,
        AnonymousFunctionExpressionSyntax => false,
        CollectionExpressionSyntax => IsKnownThroughout(argument, cancellationToken),
        _ => !IsUnknown(argument, cancellationToken),
    };

    /// <summary>True where a folder holds a type twice, as a copy of its outline for reference: then no call of it is bound, however right it is.</summary>
    private static bool IsDeclaredTwice(ImmutableArray<ISymbol> called) => called.Select(each => each.ToDisplayString()).Distinct(StringComparer.Ordinal).Count() < called.Length;

    private static IEnumerable<ArgumentSyntax> ArgumentsOf(ExpressionSyntax call) => call switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList.Arguments,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList?.Arguments ?? [],
        ElementAccessExpressionSyntax access => access.ArgumentList.Arguments,
        _ => [],
    };

    /// <summary>A value that cannot become what is wanted, and an operation that gives none though its operands are known.</summary>
    private CodeProblemKind? KindOfValue(ExpressionSyntax value, CancellationToken cancellationToken)
    {
        TypeInfo info = model.GetTypeInfo(value, cancellationToken);
        if (info.Type is null or { TypeKind: TypeKind.Dynamic })
        {
            return IsUncalledMethod(value, info.ConvertedType, cancellationToken) ? CodeProblemKind.WrongType : null;
        }

        if (info.Type.TypeKind == TypeKind.Error)
        {
            return OperandsOf(value) is { Length: > 0 } operands && operands.All(operand => IsKnownThroughout(operand, cancellationToken)) ? CodeProblemKind.WrongType : null;
        }

        if (HasUnknown(info.Type) || HasUnknown(info.ConvertedType) || SymbolEqualityComparer.Default.Equals(info.Type, info.ConvertedType) || IsGivenToUnknown(value, cancellationToken))
        {
            return null;
        }

        Conversion conversion = model.GetConversion(value, cancellationToken);
        return !conversion.Exists || (conversion.IsExplicit && value.Parent is not CastExpressionSyntax) ? CodeProblemKind.WrongType : null;
    }

    /// <summary>True for what a function gives that is an argument of a call which is not bound: what is wanted of it is that of any method of the name.</summary>
    private bool IsGivenToUnknown(ExpressionSyntax value, CancellationToken cancellationToken)
    {
        AnonymousFunctionExpressionSyntax? function = value.Parent as AnonymousFunctionExpressionSyntax
            ?? (value.Parent as ReturnStatementSyntax)?.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>();
        return function?.Parent is ArgumentSyntax { Parent.Parent: { } call } && model.GetSymbolInfo(call, cancellationToken).Symbol is null;
    }

    /// <summary>A method that is named where a value has to stand: before a dot, or for what is no delegate.</summary>
    private bool IsUncalledMethod(ExpressionSyntax value, ITypeSymbol? wanted, CancellationToken cancellationToken)
    {
        SymbolInfo info = model.GetSymbolInfo(value, cancellationToken);
        return (info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is IMethodSymbol && value is SimpleNameSyntax or MemberAccessExpressionSyntax
            && (value.Parent is MemberAccessExpressionSyntax access && access.Expression == value
                || wanted is { TypeKind: not TypeKind.Error } && !model.GetConversion(value, cancellationToken).Exists);
    }

    private static ExpressionSyntax[] OperandsOf(ExpressionSyntax value) => value switch
    {
        BinaryExpressionSyntax binary => [binary.Left, binary.Right],
        PrefixUnaryExpressionSyntax prefix => [prefix.Operand],
        PostfixUnaryExpressionSyntax postfix => [postfix.Operand],
        ElementAccessExpressionSyntax access => [access.Expression, .. access.ArgumentList.Arguments.Select(argument => argument.Expression)],
        _ => [],
    };

    private bool IsKnownThroughout(ExpressionSyntax expression, CancellationToken cancellationToken) =>
        expression.DescendantNodesAndSelf().OfType<ExpressionSyntax>().All(part => !IsUnknown(part, cancellationToken));

    private bool IsUnknown(ExpressionSyntax expression, CancellationToken cancellationToken) =>
        HasUnknown(model.GetTypeInfo(expression, cancellationToken).Type ?? model.Compilation.ObjectType)
        || model.GetSymbolInfo(expression, cancellationToken).CandidateReason == CandidateReason.Inaccessible;

    /// <summary>True for no type, and for one that is made of types that are not known, or derives from one.</summary>
    private static bool HasUnknown(ITypeSymbol? type) => type switch
    {
        null or { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => HasUnknown(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasUnknown) || !WholeTypes.HasKnownBases(named),
        _ => false,
    };
}
