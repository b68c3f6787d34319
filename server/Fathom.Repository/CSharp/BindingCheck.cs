using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>Lets the compiler bind a text that was inserted, with the whole member around it, and judges what it says.</summary>
/// <remarks>Every symbol of the repository is made anew for it: about 200 ms beside a million lines. <see cref="BodyCheck"/> is the quick one.</remarks>
/// <param name="model">The model of the document with the text.</param>
/// <param name="inserted">Where the text stands.</param>
/// <param name="judge">Tells what is a problem.</param>
internal sealed class BindingCheck(SemanticModel model, TextSpan inserted, ProblemJudge judge)
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

        return judge.IsProblem(kind, node, cancellationToken) ? new CodeProblem(kind, diagnostic.Location.SourceSpan.Start - inserted.Start) : null;
    }

    /// <summary>The member that holds the text: no other has to be bound.</summary>
    private TextSpan Around(SyntaxNode root)
    {
        SyntaxNode? member = root.FindToken(inserted.Start).Parent?.AncestorsAndSelf().FirstOrDefault(node => node is MemberDeclarationSyntax and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax);
        return member is null ? inserted : TextSpan.FromBounds(Math.Min(member.FullSpan.Start, inserted.Start), Math.Max(member.FullSpan.End, inserted.End));
    }
}
