using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.CSharp;

/// <summary>Tells what is wrong with a text from what only seems so, because something is not there to be seen.</summary>
/// <remarks>
/// Packages may be missing, and sources that tools write. So an unknown name is a problem only where the compiler knows everything that could declare
/// it, or where the name is written nowhere in the repository and stands where neither half a type nor an import that is not bound could declare it; and a call that is
/// not finished is not judged by its arguments.
/// </remarks>
/// <param name="model">The model of the document with the text.</param>
/// <param name="imports">Whether the document imports namespaces that are not bound.</param>
/// <param name="isImportedMember">Whether a name is that of a member of a type that the project imports from.</param>
/// <param name="counts">Which names the repository writes; the text not counted.</param>
internal sealed class ProblemJudge(SemanticModel model, UnknownImports imports, Func<string, bool> isImportedMember, NameCounts counts)
{
    private bool HasUnknownImports => imports != UnknownImports.None;

    /// <summary>Whether what the compiler says of a node is a problem of the text.</summary>
    public bool IsProblem(CodeProblemKind kind, SyntaxNode node, CancellationToken cancellationToken) => kind switch
    {
        CodeProblemKind.UnknownName => IsUnknownName(node, cancellationToken),
        CodeProblemKind.UnknownMember => IsUnknownMember(node, cancellationToken),
        CodeProblemKind.WrongArguments => IsFinished(node) && !MayCallAnother(node, cancellationToken),
        _ => IsFinished(node),
    };

    /// <summary>What stands before the dot of a name; null where there is none.</summary>
    public static ExpressionSyntax? ReceiverOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
        QualifiedNameSyntax qualified when qualified.Right == name => qualified.Left,
        _ => null,
    };

    private bool IsUnknownName(SyntaxNode node, CancellationToken cancellationToken)
    {
        string name = node switch
        {
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => node.ToString(),
        };
        if (name.Length == 0 || isImportedMember(name))
        {
            return false;
        }

        bool isLocal = char.IsLower(name[0]) || name[0] == '_';
        if (!isLocal && imports == UnknownImports.Written && NamePlaces.MayBeType(node))
        {
            return false;
        }

        bool isMade = counts[name] == 0;
        return (isMade && !NamePlaces.MayBeMember(node))
            || ((isMade || isLocal || (!HasUnknownImports && IsDeclared(name, NamePlaces.MayBeMember(node) ? SymbolFilter.TypeAndMember : SymbolFilter.Type, cancellationToken)))
                && IsWholeAround(node, cancellationToken));
    }

    /// <summary>False for a name that the repository writes but does not declare: a package may, or a tool.</summary>
    private bool IsDeclared(string name, SymbolFilter filter, CancellationToken cancellationToken) =>
        model.Compilation.ContainsSymbolsWithName(name, filter, cancellationToken);

    private bool IsUnknownMember(SyntaxNode node, CancellationToken cancellationToken)
    {
        SimpleNameSyntax? name = node as SimpleNameSyntax ?? node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().LastOrDefault();
        if (name is not null && InitializedBy(name) is { } initializer)
        {
            return IsMissingFrom(TypeOf(initializer, cancellationToken), name, cancellationToken);
        }

        if (name is null || ReceiverOf(name) is not { } receiver)
        {
            return name is not null && IsOutOfReach(name, cancellationToken) ? IsUnknownName(name, cancellationToken)
                : !HasUnknownImports && IsWholeAround(node, cancellationToken);
        }

        return model.GetSymbolInfo(receiver, cancellationToken).Symbol is INamespaceSymbol
            ? !HasUnknownImports && counts[name.Identifier.ValueText] == 0
            : !IsOutOfReach(receiver, cancellationToken) && IsMissingFrom(model.GetTypeInfo(receiver, cancellationToken).Type, name, cancellationToken);
    }

    /// <summary>True for the internal type of an assembly: it stands for nothing here, and a tool may well write one of the same name.</summary>
    private bool IsOutOfReach(ExpressionSyntax name, CancellationToken cancellationToken) =>
        model.GetSymbolInfo(name, cancellationToken) is { CandidateReason: CandidateReason.Inaccessible, CandidateSymbols: [{ DeclaringSyntaxReferences: [] }, ..] };

    /// <summary>True where something else may be called that is not there to be seen: an extension method of a missing package, a constructor that a tool writes, or a method of what another such call gives.</summary>
    private bool MayCallAnother(SyntaxNode node, CancellationToken cancellationToken)
    {
        SyntaxNode? call = node.AncestorsAndSelf().FirstOrDefault(each =>
            each is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax && model.GetSymbolInfo(each, cancellationToken).Symbol is null);
        if (call is null)
        {
            return false;
        }

        IMethodSymbol[] called = [.. model.GetSymbolInfo(call, cancellationToken).CandidateSymbols.OfType<IMethodSymbol>()];
        return called.Any(method => method.Parameters.Any(parameter => parameter.Type.TypeKind == TypeKind.Error)
                || (method.MethodKind == MethodKind.Constructor && WholeTypes.IsHalf(method.ContainingType)))
            || (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
                && ((HasUnknownImports && called.All(method => method.IsExtensionMethod)) || ComesOfUnknownCall(access.Expression, cancellationToken)));
    }

    private bool ComesOfUnknownCall(ExpressionSyntax receiver, CancellationToken cancellationToken) => receiver
        .DescendantNodesAndSelf(part => part is not ArgumentListSyntax)
        .OfType<InvocationExpressionSyntax>()
        .Any(call => model.GetSymbolInfo(call, cancellationToken).Symbol is null);

    /// <summary>
    /// True where a whole type has no such member: one that is written nowhere, or one that other types have. A name that is written but declared by nothing that was
    /// read may be that of an extension method which a tool writes.
    /// </summary>
    private bool IsMissingFrom(ITypeSymbol? type, SimpleNameSyntax member, CancellationToken cancellationToken)
    {
        string name = member.Identifier.ValueText;
        return type is not null && WholeTypes.Contains(type) && !IsNotInferred(type, member)
            && (counts[name] == 0
                || (!HasUnknownImports && !IsMemberOfNamesake(type, name, cancellationToken)
                    && (IsDeclared(name, SymbolFilter.TypeAndMember, cancellationToken) || AssemblyMembers.Contain(model.Compilation, name, cancellationToken))));
    }

    /// <summary>True where another type of the same name has the member: projects have types of one name for themselves, and which is meant is not known where all are one compilation.</summary>
    private bool IsMemberOfNamesake(ITypeSymbol type, string member, CancellationToken cancellationToken) =>
        model.Compilation.GetSymbolsWithName(type.Name, SymbolFilter.Type, cancellationToken).OfType<INamedTypeSymbol>()
            .Any(each => !SymbolEqualityComparer.Default.Equals(each, type.OriginalDefinition) && !each.GetMembers(member).IsEmpty);

    /// <summary>True for the type parameter of what was called, where its arguments are not known.</summary>
    private bool IsNotInferred(ITypeSymbol type, SyntaxNode place) =>
        type is ITypeParameterSymbol && !model.LookupNamespacesAndTypes(place.SpanStart, name: type.Name).Contains(type, SymbolEqualityComparer.Default);

    /// <summary>The initializer that sets a member of this name; null where none does.</summary>
    private static InitializerExpressionSyntax? InitializedBy(SimpleNameSyntax name) =>
        name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax initializer } assignment && assignment.Left == name ? initializer : null;

    /// <summary>The type of the object that an initializer sets members of.</summary>
    private ITypeSymbol? TypeOf(InitializerExpressionSyntax initializer, CancellationToken cancellationToken) => initializer.Parent switch
    {
        BaseObjectCreationExpressionSyntax creation => model.GetTypeInfo(creation, cancellationToken).Type,
        WithExpressionSyntax copy => model.GetTypeInfo(copy.Expression, cancellationToken).Type,
        AssignmentExpressionSyntax nested => model.GetTypeInfo(nested.Left, cancellationToken).Type,
        _ => null,
    };

    /// <summary>True when every type around a place is whole, so that a member of theirs cannot be the one that is missing.</summary>
    private bool IsWholeAround(SyntaxNode node, CancellationToken cancellationToken)
    {
        for (ISymbol? around = model.GetEnclosingSymbol(node.SpanStart, cancellationToken); around is not null; around = around.ContainingSymbol)
        {
            if (around is INamedTypeSymbol type && !WholeTypes.Contains(type))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False for a call or a statement that the parser had to complete.</summary>
    private static bool IsFinished(SyntaxNode node) =>
        node.AncestorsAndSelf().TakeWhile(each => each is not BlockSyntax and not MemberDeclarationSyntax).All(each => !each.ContainsDiagnostics);
}
