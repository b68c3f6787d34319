using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.CSharp;

/// <summary>Tells what is wrong with a text from what only seems so, because something is not there to be seen.</summary>
/// <remarks>
/// Packages may be missing, and sources that tools write. So an unknown name is a problem only where the compiler knows everything that could declare
/// it, or where the name is written nowhere in the repository; and a call that is not finished is not judged by its arguments.
/// </remarks>
/// <param name="model">The model of the document with the text.</param>
/// <param name="hasUnknownImports">True when the document imports namespaces that are not bound.</param>
/// <param name="counts">Which names the repository writes; the text not counted.</param>
internal sealed class ProblemJudge(SemanticModel model, bool hasUnknownImports, NameCounts counts)
{
    /// <summary>Whether what the compiler says of a node is a problem of the text.</summary>
    public bool IsProblem(CodeProblemKind kind, SyntaxNode node, CancellationToken cancellationToken) => kind switch
    {
        CodeProblemKind.UnknownName => IsUnknownName(node, cancellationToken),
        CodeProblemKind.UnknownMember => IsUnknownMember(node, cancellationToken),
        _ => IsFinished(node),
    };

    /// <summary>What stands before the dot of a name; null where there is none.</summary>
    public static ExpressionSyntax? ReceiverOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
        _ => null,
    };

    private bool IsUnknownName(SyntaxNode node, CancellationToken cancellationToken)
    {
        string name = node switch
        {
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => node.ToString(),
        };
        if (name.Length == 0)
        {
            return false;
        }

        if (counts[name] == 0)
        {
            return true;
        }

        bool isLocal = char.IsLower(name[0]) || name[0] == '_';
        return (isLocal || (!hasUnknownImports && IsDeclared(name, cancellationToken))) && IsWholeAround(node, cancellationToken);
    }

    /// <summary>False for a name that the repository writes but does not declare: a package may.</summary>
    private bool IsDeclared(string name, CancellationToken cancellationToken) =>
        model.Compilation.ContainsSymbolsWithName(name, SymbolFilter.All, cancellationToken);

    private bool IsUnknownMember(SyntaxNode node, CancellationToken cancellationToken)
    {
        SimpleNameSyntax? name = node as SimpleNameSyntax ?? node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().LastOrDefault();
        if (name is null || ReceiverOf(name) is not { } receiver)
        {
            return !hasUnknownImports && IsWholeAround(node, cancellationToken);
        }

        if (model.GetSymbolInfo(receiver, cancellationToken).Symbol is INamespaceSymbol)
        {
            return !hasUnknownImports && counts[name.Identifier.ValueText] == 0;
        }

        ITypeSymbol? type = model.GetTypeInfo(receiver, cancellationToken).Type;
        return type is not null && WholeTypes.Contains(type) && (!hasUnknownImports || counts[name.Identifier.ValueText] == 0);
    }

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
