using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.CSharp;

/// <summary>Asks the compiler which names are valid at a place.</summary>
/// <param name="model">The model of the tree that holds the place.</param>
/// <param name="hasUnknownImports">True when the document imports namespaces that are not bound, so that types and extension methods may be missing.</param>
internal readonly struct NameLookup(SemanticModel model, bool hasUnknownImports)
{
    private static readonly string[] s_keywords =
        [.. SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText), "var", "nameof", "dynamic", "notnull", "unmanaged", "_"];

    /// <summary>The members at a place and how sure it is that there are no others; no names where nothing is known.</summary>
    public (NameCertainty Certainty, HashSet<string>? Names) At(NamePlace place, CancellationToken cancellationToken) =>
        place.Kind == NamePlaceKind.Initializer ? Settable(place.Name!, cancellationToken) : Members(place.Name!, cancellationToken);

    /// <summary>The simple name of the type that a member at a place is one of; null where it is not known, or has none.</summary>
    public string? ReceiverType(NamePlace place, CancellationToken cancellationToken)
    {
        ITypeSymbol? type = ReceiverOf(place.Name!) is not { } receiver ? null
            : model.GetSymbolInfo(receiver, cancellationToken).Symbol as INamedTypeSymbol ?? ValueOf(place.Name!, receiver, cancellationToken);
        return (type is ITypeParameterSymbol { ConstraintTypes: [var constraint, ..] } ? constraint : type) is INamedTypeSymbol { TypeKind: not TypeKind.Error } named ? named.Name : null;
    }

    /// <summary>Everything in scope, keywords included; without locals that are declared further below.</summary>
    public IEnumerable<string> Scope(int position) =>
        s_keywords.Concat(NamesOf(model.LookupSymbols(position).Where(symbol => !IsBelow(symbol, position)))).Concat(NamesWhereUnsure()).Distinct();

    /// <summary>The types and namespaces in scope, and the keywords that name types.</summary>
    public IEnumerable<string> Types(int position) =>
        s_keywords.Concat(NamesOf(model.LookupNamespacesAndTypes(position))).Concat(NamesWhereUnsure()).Distinct();

    /// <summary>The parameters that an argument at a place may name.</summary>
    public IEnumerable<string> Arguments(NamePlace place, CancellationToken cancellationToken)
    {
        if (place.Name!.Parent is not ArgumentSyntax { NameColon: null, Parent.Parent: ExpressionSyntax call })
        {
            return [];
        }

        SymbolInfo called = model.GetSymbolInfo(call, cancellationToken);
        return called.CandidateSymbols.Append(called.Symbol).OfType<IMethodSymbol>().SelectMany(method => method.Parameters).Select(parameter => parameter.Name).Distinct();
    }

    /// <summary>Where packages are missing, what the file itself writes may be a type of theirs.</summary>
    private IEnumerable<string> NamesWhereUnsure() => hasUnknownImports
        ? model.SyntaxTree.GetRoot().DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText)
        : [];

    private static bool IsBelow(ISymbol symbol, int position) =>
        symbol is ILocalSymbol && symbol.DeclaringSyntaxReferences is [var declaration, ..] && declaration.Span.Start > position;

    private (NameCertainty Certainty, HashSet<string>? Names) Members(IdentifierNameSyntax name, CancellationToken cancellationToken)
    {
        if (ReceiverOf(name) is not { } receiver)
        {
            return default;
        }

        ISymbol? symbol = model.GetSymbolInfo(receiver, cancellationToken).Symbol;
        switch (symbol)
        {
            case INamespaceSymbol space:
                return (NameCertainty.Likely, NamesOf(model.LookupNamespacesAndTypes(name.SpanStart, space)));
            case INamedTypeSymbol type when IsTypeName(receiver, cancellationToken):
                return type.TypeKind == TypeKind.Error ? default : (CertaintyOf(type, isStatic: true), NamesOf(model.LookupSymbols(name.SpanStart, type).Where(member => IsStatic(member) && !IsOfObject(member, type))));
        }

        ITypeSymbol? value = ValueOf(name, receiver, cancellationToken);
        if (value is null or { TypeKind: TypeKind.Error or TypeKind.Dynamic or TypeKind.Pointer or TypeKind.FunctionPointer } || value.SpecialType == SpecialType.System_Void)
        {
            return default;
        }

        IEnumerable<ISymbol> members = model.LookupSymbols(name.SpanStart, value, includeReducedExtensionMethods: true).Where(member => !IsStatic(member));
        if (symbol is not null && symbol.Name == value.Name)
        {
            // A property that has the name of its type: both are meant, whichever fits.
            members = members.Concat(model.LookupSymbols(name.SpanStart, value).Where(IsStatic));
        }

        return (CertaintyOf(value, isStatic: false), NamesOf(members));
    }

    private static ExpressionSyntax? ReceiverOf(IdentifierNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        QualifiedNameSyntax qualified => qualified.Left,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(each => each.WhenNotNull.Span.Contains(binding.Span))?.Expression,
        _ => null,
    };

    private ITypeSymbol? ValueOf(IdentifierNameSyntax name, ExpressionSyntax receiver, CancellationToken cancellationToken)
    {
        ITypeSymbol? value = model.GetTypeInfo(receiver, cancellationToken).Type;
        return name.Parent is MemberBindingExpressionSyntax && value is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : value;
    }

    private (NameCertainty Certainty, HashSet<string>? Names) Settable(IdentifierNameSyntax name, CancellationToken cancellationToken)
    {
        BaseObjectCreationExpressionSyntax? creation = name.Ancestors().OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();
        ITypeSymbol? type = creation is null ? null : model.GetTypeInfo(creation, cancellationToken).Type;
        if (type is null or { TypeKind: TypeKind.Error } || type.AllInterfaces.Any(each => each.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            return default;
        }

        return (CertaintyOf(type, isStatic: true), NamesOf(model.LookupSymbols(name.SpanStart, type).Where(IsSettable)));
    }

    private bool IsTypeName(ExpressionSyntax receiver, CancellationToken cancellationToken) =>
        receiver is TypeSyntax or MemberAccessExpressionSyntax && model.GetTypeInfo(receiver, cancellationToken).Type is { } type
        && SymbolEqualityComparer.Default.Equals(type, model.GetSymbolInfo(receiver, cancellationToken).Symbol);

    /// <summary>Certain only if every base and interface is bound, and every import where extension methods may come from.</summary>
    private NameCertainty CertaintyOf(ITypeSymbol type, bool isStatic) =>
        (hasUnknownImports && !isStatic) || !WholeTypes.Contains(type) ? NameCertainty.Likely : NameCertainty.Certain;

    private static HashSet<string> NamesOf(IEnumerable<ISymbol> symbols) =>
        symbols.Where(symbol => symbol.CanBeReferencedByName).Select(symbol => symbol.Name).ToHashSet(StringComparer.Ordinal);

    private static bool IsStatic(ISymbol symbol) => symbol.IsStatic || symbol is ITypeSymbol || symbol is IFieldSymbol { IsConst: true };

    /// <summary><c>Colour.ReferenceEquals</c> compiles, but nobody writes it.</summary>
    private static bool IsOfObject(ISymbol member, ITypeSymbol type) =>
        type.SpecialType != SpecialType.System_Object && member.ContainingType?.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum;

    private static bool IsSettable(ISymbol symbol) => symbol is IPropertySymbol { IsStatic: false } or IFieldSymbol { IsStatic: false };
}
