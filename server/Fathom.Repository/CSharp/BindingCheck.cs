using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>Lets the compiler bind a text that was inserted, and judges what it says.</summary>
/// <remarks>
/// Packages may be missing, and sources that tools write. So an unknown name is a problem only where the compiler knows everything that could declare
/// it, or where the name is written nowhere in the repository; and a call that is not finished is not judged by its arguments.
/// </remarks>
/// <param name="model">The model of the document with the text.</param>
/// <param name="inserted">Where the text stands.</param>
/// <param name="hasUnknownImports">True when the document imports namespaces that are not bound.</param>
/// <param name="counts">Which names the repository writes; the text not counted.</param>
internal sealed class BindingCheck(SemanticModel model, TextSpan inserted, bool hasUnknownImports, NameCounts counts)
{
    /// <summary>The first problem in the text, or null.</summary>
    public CodeProblem? Find(CancellationToken cancellationToken) => FindAll(cancellationToken).FirstOrDefault();

    /// <summary>Whether the names in the text mean something.</summary>
    public NameResolution Resolve(CancellationToken cancellationToken) =>
        FindAll(cancellationToken).Any(problem => problem.Kind is CodeProblemKind.UnknownName or CodeProblemKind.UnknownMember) ? NameResolution.Unresolved
        : WrittenNames.AreBound(model, inserted, cancellationToken) ? NameResolution.Resolved
        : NameResolution.Unknown;

    private IEnumerable<CodeProblem> FindAll(CancellationToken cancellationToken)
    {
        SyntaxNode root = model.SyntaxTree.GetRoot(cancellationToken);
        return model.GetDiagnostics(Around(root), cancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && inserted.OverlapsWith(diagnostic.Location.SourceSpan))
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic => Judge(diagnostic, root, cancellationToken))
            .OfType<CodeProblem>();
    }

    private CodeProblem? Judge(Diagnostic diagnostic, SyntaxNode root, CancellationToken cancellationToken)
    {
        if (CompilerErrors.KindOf(diagnostic.Id) is not { } kind)
        {
            return null;
        }

        SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        if (node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null)
        {
            // What is imported says which packages are missing, not what is wrong.
            return null;
        }

        bool isProblem = kind switch
        {
            CodeProblemKind.UnknownName => IsUnknownName(node, cancellationToken),
            CodeProblemKind.UnknownMember => IsUnknownMember(node, cancellationToken),
            _ => IsFinished(node),
        };
        return isProblem
            ? new CodeProblem(kind, diagnostic.Location.SourceSpan.Start - inserted.Start, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>The member that holds the text: no other has to be bound.</summary>
    private TextSpan Around(SyntaxNode root)
    {
        SyntaxNode? member = root.FindToken(inserted.Start).Parent?.AncestorsAndSelf().FirstOrDefault(node => node is MemberDeclarationSyntax and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax);
        return member is null ? inserted : TextSpan.FromBounds(Math.Min(member.FullSpan.Start, inserted.Start), Math.Max(member.FullSpan.End, inserted.End));
    }

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
        ExpressionSyntax? receiver = name?.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
            MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
            _ => null,
        };
        if (name is null || receiver is null)
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
    private bool IsWholeAround(SyntaxNode node, CancellationToken cancellationToken) => node.Ancestors()
        .OfType<BaseTypeDeclarationSyntax>()
        .All(type => model.GetDeclaredSymbol(type, cancellationToken) is { } symbol && WholeTypes.Contains(symbol));

    /// <summary>False for a call or a statement that the parser had to complete.</summary>
    private static bool IsFinished(SyntaxNode node) =>
        node.AncestorsAndSelf().TakeWhile(each => each is not BlockSyntax and not MemberDeclarationSyntax).All(each => !each.ContainsDiagnostics);
}
